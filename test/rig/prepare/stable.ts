import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CHROOT, kernelModules, kernelRoot } from '../paths.js';
import type { Kernel } from './kernel.js';
import { once, run } from './shell.js';

/** The kernel that Debian stable has. Its headers bring its image into the chroot, so it can be booted too: with acpi-cpufreq, and without the rig's own modules. */
export async function stableKernel(): Promise<Kernel> {
  const releases = await readdir(join(CHROOT, 'lib/modules'));
  const release = releases.find(name => name.startsWith('6.'));
  if (release === undefined) throw new Error(`no kernel of Debian stable in the chroot; it has ${releases.join(' ')}`);
  return { release, version: release };
}

/** Lays it out as the rig's own: links, not copies. */
export async function prepareStable(): Promise<Kernel> {
  const kernel = await stableKernel();
  const { release } = kernel;
  const folder = kernelModules(release);
  await once('stable', release, async () => {
    await rm(kernelRoot(release), { recursive: true, force: true });
    await mkdir(join(folder, '..'), { recursive: true });
    await run('cp', ['-al', join(CHROOT, 'usr/lib/modules', release), folder]);
    await copyFile(join(CHROOT, 'boot', `vmlinuz-${release}`), join(folder, 'vmlinuz'));
  });
  return kernel;
}
