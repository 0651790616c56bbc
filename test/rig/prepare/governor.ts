import { copyFile, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKOUT, CHROOT, GOVERNOR, governorModules } from '../paths.js';
import { inChroot } from './chroot.js';
import type { Kernel } from './kernel.js';
import { digest, once, run } from './shell.js';

const SOURCES = join(CHECKOUT, 'native/kmod');
const NAME = 'cpufreq-lattice';

/** DKMS, and the headers of Debian stable's kernel (with which its image comes): the governor's one source is built for it as for the rig's. */
const installTools = (): Promise<void> =>
  inChroot(async command => {
    await command('apt-get', 'update');
    await command('apt-get', 'install', '--yes', '--no-install-recommends', 'dkms', 'linux-headers-amd64');
    await command('apt-get', 'clean');
  });

/** As a user builds it: the sources go where DKMS looks, and DKMS does the rest. A warning fails the build. */
async function build(version: string): Promise<void> {
  const releases = (await readdir(join(CHROOT, 'lib/modules'))).sort();
  const built = join(CHROOT, 'var/lib/dkms', NAME);
  for (const remains of [GOVERNOR, built, join(CHROOT, 'usr/src', `${NAME}-${version}`)])
    await rm(remains, { recursive: true, force: true });
  await run('make', ['-s', '-C', SOURCES, 'source', `DESTDIR=${CHROOT}`]);
  await inChroot(async command => {
    for (const release of releases) await command('dkms', 'build', `${NAME}/${version}`, '-k', release);
  });
  for (const release of releases) {
    const folder = join(built, version, release, 'x86_64');
    const log = await readFile(join(folder, 'log/make.log'), 'utf8');
    const warning = /^.*warning:.*$/m.exec(log);
    if (warning) throw new Error(`the governor's build for ${release} warns: ${warning[0]}`);
    const modules = join(governorModules(release), 'updates/dkms');
    await mkdir(modules, { recursive: true });
    for (const name of await readdir(join(folder, 'module')))
      await copyFile(join(folder, 'module', name), join(modules, name));
    await run('depmod', ['-b', GOVERNOR, release]);
  }
}

/** The governor's module for each kernel whose headers are there. */
export async function prepareGovernor(kernel: Kernel): Promise<void> {
  await once('governor-tools', kernel.release, installTools);
  const version = /^PACKAGE_VERSION="(.+)"$/m.exec(await readFile(join(SOURCES, 'dkms.conf'), 'utf8'))?.[1] ?? '';
  const sources = await digest(SOURCES, join(CHECKOUT, 'native/include'));
  await once('governor', `${kernel.release} modules ${sources}`, () => build(version));
}
