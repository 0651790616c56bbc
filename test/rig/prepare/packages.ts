import { run, say } from './shell.js';

/** What the host needs, all from its own Debian release. */
const HOST_PACKAGES = [
  'acpica-tools',
  'busybox-static',
  'cpio',
  'debian-archive-keyring',
  'debootstrap',
  'e2fsprogs',
  'gcc',
  'kmod',
  'libc6-dev',
  'qemu-system-x86',
  'qemu-utils',
  'util-linux',
  'xz-utils',
];

async function missing(): Promise<string[]> {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are dpkg's
  const query = ['-W', '-f', '${Package} ${db:Status-Status}\n', ...HOST_PACKAGES];
  // dpkg-query fails when it doesn't know one of the names, yet still prints the others.
  const known = await run('dpkg-query', query).catch((error: Error) => error.message);
  return HOST_PACKAGES.filter(name => !known.split('\n').some(line => line.startsWith(`${name} installed`)));
}

export async function installHostPackages(): Promise<void> {
  const wanted = await missing();
  if (wanted.length === 0) return;
  say(`installing ${wanted.join(' ')}`);
  const install = ['install', '--yes', '--no-install-recommends', ...wanted];
  await run('apt-get', install).catch(async () => {
    // Old package lists name files that the mirror has dropped.
    await run('apt-get', ['update']);
    await run('apt-get', install);
  });
}
