import { copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHROOT, MODULES, RIG } from '../paths.js';
import { BACKPORTS, MIRROR, SUITE } from './apt.js';
import type { Kernel } from './kernel.js';
import { digest, once, run } from './shell.js';

/** The kernel headers' own tools are linked against trixie's libc: an older host can only run them in a trixie root. */
async function bootstrap(): Promise<void> {
  await unmountProc();
  await rm(CHROOT, { recursive: true, force: true });
  await mkdir(CHROOT, { recursive: true });
  await run('debootstrap', ['--variant=minbase', '--include=make,gcc,libc6-dev,kmod', 'trixie', CHROOT, MIRROR]);
  await writeFile(join(CHROOT, 'etc/apt/sources.list.d/backports.list'), BACKPORTS);
  await writeFile(
    join(CHROOT, 'etc/apt/preferences.d/backports'),
    `Package: *\nPin: release n=${SUITE}\nPin-Priority: 90\n`,
  );
}

async function unmountProc(): Promise<void> {
  const mounts = await readFile('/proc/mounts', 'utf8');
  if (mounts.includes(` ${join(CHROOT, 'proc')} `)) await run('umount', [join(CHROOT, 'proc')]);
}

/** Leaves no mount behind: a mounted /proc below the cache would make its removal dangerous. */
export async function inChroot(
  work: (command: (...argv: string[]) => Promise<string>) => Promise<void>,
): Promise<void> {
  await unmountProc();
  await run('mount', ['-t', 'proc', 'proc', join(CHROOT, 'proc')]);
  try {
    await work((...argv) => run('chroot', [CHROOT, ...argv]));
  } finally {
    await unmountProc();
  }
}

async function installHeaders(kernel: Kernel): Promise<void> {
  await inChroot(async command => {
    await command('apt-get', 'update');
    const headers = `linux-headers-${kernel.release}=${kernel.version}`;
    await command('apt-get', 'install', '--yes', '--no-install-recommends', headers);
    await command('apt-get', 'clean');
  });
}

async function build(kernel: Kernel): Promise<void> {
  const work = join(CHROOT, 'rig');
  const sources = join(RIG, 'modules');
  await rm(work, { recursive: true, force: true });
  await mkdir(work);
  await copyFile(join(RIG, 'layout.h'), join(work, 'layout.h'));
  for (const name of await readdir(sources)) await copyFile(join(sources, name), join(work, name));
  await inChroot(async command => {
    await command('make', '-C', `/lib/modules/${kernel.release}/build`, 'M=/rig');
  });
  await mkdir(MODULES, { recursive: true });
  const built = (await readdir(work)).filter(name => name.endsWith('.ko'));
  for (const name of built) await copyFile(join(work, name), join(MODULES, name));
}

/** A trixie root to build in; needs no kernel, so it can be made while the kernel is fetched. */
export const prepareChroot = (): Promise<void> => once('chroot', MIRROR, bootstrap);

export async function prepareModules(kernel: Kernel): Promise<void> {
  await once('headers', `${kernel.release} ${kernel.version}`, () => installHeaders(kernel));
  await once('modules', `${kernel.release} ${await digest(join(RIG, 'modules'))} ${await layout()}`, () =>
    build(kernel),
  );
}

const layout = (): Promise<string> => readFile(join(RIG, 'layout.h'), 'utf8');
