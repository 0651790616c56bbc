import { mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CACHE, CHROOT, PROGRAMS } from '../paths.js';
import { MIRROR } from '../prepare/apt.js';
import { withLock } from '../prepare/lock.js';
import { once, run } from '../prepare/shell.js';

/** A Debian with systemd on a disk: what a package of ours depends on and recommends, and power-profiles-daemon, whose powerprofilesctl people use. */
const INCLUDED = ['systemd-sysv', 'dbus', 'libpam-systemd', 'polkitd', 'nodejs', 'libbpf1', 'power-profiles-daemon'];

/** What an emulated machine would wait for at boot, and what the package is tested with before it is tested beside the rival. */
const MASKED = [
  'power-profiles-daemon.service',
  'serial-getty@ttyS0.service',
  'getty@tty1.service',
  'systemd-firstboot.service',
  'systemd-networkd.service',
  'apt-daily.timer',
  'apt-daily-upgrade.timer',
  'dpkg-db-backup.timer',
];

const AGENT = '/usr/local/lib/rig/agent';
const UNIT = `[Unit]
Description=The rig's agent
DefaultDependencies=no
[Service]
ExecStart=${AGENT}
[Install]
WantedBy=sysinit.target
`;

/** Bytes the image has room for; what is empty takes none. */
const SIZE = '2G';
const BASE = join(CACHE, 'debian.ext4');

async function build(): Promise<void> {
  const root = join(CACHE, 'debian');
  await rm(root, { recursive: true, force: true });
  // The root that modules are built in is a small Debian already; its compiler and headers stay behind.
  await run('cp', ['-a', CHROOT, root]);
  await run('sh', ['-c', 'cd "$0" && rm -rf rig usr/src usr/lib/gcc usr/libexec/gcc usr/lib/modules', root]);
  // No service starts while it is installed: there is no systemd that runs.
  await run('chroot', [root, 'apt-get', 'update']);
  await run('chroot', [root, 'apt-get', 'install', '--yes', '--no-install-recommends', ...INCLUDED]);
  const units = join(root, 'etc/systemd/system');
  const write = async (path: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), text);
  };
  await write('etc/systemd/system/rig-agent.service', UNIT);
  await mkdir(join(units, 'sysinit.target.wants'), { recursive: true });
  await symlink('../rig-agent.service', join(units, 'sysinit.target.wants/rig-agent.service'));
  for (const unit of MASKED) await symlink('/dev/null', join(units, unit));
  await mkdir(dirname(join(root, AGENT)), { recursive: true });
  await run('cp', [join(PROGRAMS, 'agent'), join(root, AGENT)]);
  await write('etc/fstab', '');
  await write('etc/hostname', 'rig\n');
  await write('etc/dpkg/dpkg.cfg.d/rig', 'force-unsafe-io\n');
  await run('sh', [
    '-c',
    'rm -rf "$0"/var/cache/apt/*.bin "$0"/var/cache/apt/archives/*.deb "$0"/var/lib/apt/lists/*',
    root,
  ]);
  await rm(BASE, { force: true });
  // The journal of the file system is for machines that lose their power.
  await run('mke2fs', ['-q', '-t', 'ext4', '-O', '^has_journal', '-d', root, BASE, SIZE]);
  await rm(root, { recursive: true });
}

/** A disk of its own for a part, on which that Debian is as after its installation; it keeps what is written over boots of the guest. */
export async function debianDisk(name: string): Promise<string> {
  const key = [MIRROR, SIZE, UNIT, ...INCLUDED, ...MASKED, await readFile(join(CACHE, 'stamps/programs'), 'utf8')];
  await withLock(join(CACHE, 'debian.lock'), () => once('debian', key.join(' '), build));
  const disk = join(CACHE, 'disks', `${name}.qcow2`);
  await mkdir(dirname(disk), { recursive: true });
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'raw', '-b', BASE, disk]);
  return disk;
}
