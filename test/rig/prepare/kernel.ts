import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE, kernelModules, kernelRoot } from '../paths.js';
import { privateApt } from './apt.js';
import { once, run, say } from './shell.js';

export interface Kernel {
  /** As uname -r says it. */
  release: string;
  /** Version of its packages. */
  version: string;
}

/** The series that the rig's modules, tables and expectations were tested with, and the kernel they last ran on. */
const SERIES = '7.3';
const TESTED = '7.3.4+deb13-amd64';

const CHOICE = join(CACHE, 'kernel.json');

const byVersion = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

async function newest(apt: string[]): Promise<Kernel> {
  const names = (await run('apt-cache', [...apt, 'pkgnames', 'linux-binary-'])).split('\n');
  const pattern = new RegExp(`^linux-binary-(${SERIES.replace('.', '\\.')}[.\\d]*\\+deb\\d+-amd64)$`);
  const releases = names.flatMap(name => pattern.exec(name)?.[1] ?? []).sort(byVersion);
  const release = releases.at(-1);
  if (!release) throw new Error(`no kernel ${SERIES} in the backports suite; it has ${names.join(' ')}`);
  const record = await run('apt-cache', [...apt, 'show', '--no-all-versions', `linux-binary-${release}`]);
  const version = /^Version: (.+)$/m.exec(record)?.[1];
  if (!version) throw new Error(`linux-binary-${release} has no version in the package list`);
  return { release, version };
}

async function fetch(apt: string[], kernel: Kernel): Promise<void> {
  const debs = join(CACHE, 'debs');
  const root = kernelRoot(kernel.release);
  await rm(debs, { recursive: true, force: true });
  await rm(root, { recursive: true, force: true });
  await mkdir(debs, { recursive: true });
  await mkdir(root, { recursive: true });
  const packages = ['linux-binary', 'linux-modules'].map(name => `${name}-${kernel.release}=${kernel.version}`);
  await run('apt-get', [...apt, 'download', ...packages], { cwd: debs });
  for (const file of await readdir(debs)) await run('dpkg-deb', ['-x', join(debs, file), root]);
  await rm(debs, { recursive: true });
  await run('depmod', ['-b', join(root, 'usr'), kernel.release]);
}

/** Chooses a kernel once and keeps to it, so that a rerun needs no network; LATTICE_RIG_REFRESH=1 looks again. */
export async function prepareKernel(): Promise<Kernel> {
  const kept = await readFile(CHOICE, 'utf8').catch(() => undefined);
  let kernel = kept && !process.env.LATTICE_RIG_REFRESH ? (JSON.parse(kept) as Kernel) : undefined;
  const apt = await privateApt();
  if (!kernel) {
    await run('apt-get', [...apt, 'update']);
    kernel = await newest(apt);
    const note = kernel.release === TESTED ? '' : ` (last tested: ${TESTED})`;
    say(`kernel ${kernel.release}, packages ${kernel.version}${note}`);
    await writeFile(CHOICE, JSON.stringify(kernel));
  }
  const chosen = kernel;
  await once('kernel', `${chosen.release} ${chosen.version}`, () => fetch(apt, chosen));
  return chosen;
}

export const kernelImage = (kernel: Kernel): string => join(kernelModules(kernel.release), 'vmlinuz');
