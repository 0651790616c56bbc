import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE } from './paths.js';
import { prepareChroot, prepareModules } from './prepare/chroot.js';
import { prepareGovernor } from './prepare/governor.js';
import { prepareInitrd } from './prepare/initrd.js';
import { prepareKernel } from './prepare/kernel.js';
import { withLock } from './prepare/lock.js';
import { installHostPackages } from './prepare/packages.js';
import { preparePrograms } from './prepare/programs.js';
import { say } from './prepare/shell.js';
import { prepareStable } from './prepare/stable.js';

/** Ends when all have ended, even if one fails: a step left running would spoil the next attempt. */
async function together<A>(first: Promise<A>, ...others: Promise<unknown>[]): Promise<A> {
  const results = await Promise.allSettled([first, ...others]);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
  return first;
}

async function steps(): Promise<void> {
  const start = performance.now();
  await installHostPackages();
  const kernel = await together(prepareKernel(), prepareChroot(), preparePrograms());
  await prepareModules(kernel);
  await prepareGovernor(kernel);
  await prepareInitrd(kernel, await prepareStable());
  say(`ready on kernel ${kernel.release} after ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/**
 * Fetches and builds all that the virtual laptop needs. Every step keeps a stamp in the cache: an interrupted run goes on
 * where it stopped, and one that finds all done takes well under a second.
 */
export async function prepare(): Promise<void> {
  if (process.getuid?.() !== 0) throw new Error('the rig needs root: it installs packages and builds in a chroot');
  await mkdir(CACHE, { recursive: true });
  await withLock(join(CACHE, 'prepare.lock'), steps);
}

/** vitest's globalSetup. */
export default prepare;
