import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { activeRivals, knownRivals, runningRivals } from '../../../../src/machine/linux/procfs/rivals.js';
import { folderForTest } from '../../../fixtures/scratch.js';

/** A root whose /proc has one process for each command line; null is one that ended while it was looked at. */
function rootWith(commands: readonly (string | null)[]): string {
  const root = folderForTest('root');
  const proc = join(root, 'proc');
  mkdirSync(proc);
  mkdirSync(join(proc, 'self'));
  writeFileSync(join(proc, 'uptime'), '1 1\n');
  for (const [i, command] of commands.entries()) {
    mkdirSync(join(proc, `${100 + i}`));
    if (command !== null) writeFileSync(join(proc, `${100 + i}`, 'cmdline'), command);
  }
  return root;
}

const namesIn = async (root: string): Promise<string[]> => (await runningRivals(root)).map(r => r.name);
const found = (...commands: (string | null)[]): Promise<string[]> => namesIn(rootWith(commands));

// auto-cpufreq #277 #463: another daemon takes over through D-Bus activation, so each is looked for by what runs, not by its unit.
it.each([
  ['power-profiles-daemon', '/usr/libexec/power-profiles-daemon\0-v\0'],
  ['tuned', '/usr/bin/python3\0-Es\0/usr/sbin/tuned\0-l\0-P\0'],
  ['tuned-ppd', '/usr/bin/python3\0-Es\0/usr/sbin/tuned-ppd\0-l\0'],
  ['tlp-pd', '/usr/bin/python3\0/usr/sbin/tlp-pd\0'],
  ['auto-cpufreq', '/opt/auto-cpufreq/venv/bin/python3\0/opt/auto-cpufreq/venv/bin/auto-cpufreq\0--daemon\0'],
  ['system76-power', '/usr/bin/system76-power\0daemon\0'],
  ['watt', '/usr/bin/watt\0'],
])('knows %s by its command line', async (name, command) => {
  expect(await found('/sbin/init\0', command)).toEqual([name]);
});

it('names each once and tells its user how to stop it', async () => {
  const root = rootWith(['/usr/sbin/tuned\0', '/usr/sbin/tuned-ppd\0', '/usr/sbin/tuned\0--worker\0']);
  expect((await runningRivals(root)).map(r => r.disable)).toEqual([
    'systemctl mask --now tuned',
    'systemctl mask --now tuned-ppd',
  ]);
});

it('is not misled by names that only resemble', async () => {
  expect(
    await found(
      '/usr/bin/wattage\0',
      '/usr/bin/vim\0/etc/tuned/tuned-main.conf\0',
      '/usr/sbin/thermald\0--systemd\0',
      '',
    ),
  ).toEqual([]);
});

it('goes on past a process that ends meanwhile', async () => {
  expect(await found(null, '/usr/bin/watt\0', null)).toEqual(['watt']);
});

it.each(knownRivals.map(r => [r.name, r.unit] as const))('knows %s by its unit %s', async (name, unit) => {
  const root = rootWith(['/sbin/init\0']);
  const units = join(root, 'run/systemd/units');
  mkdirSync(units, { recursive: true });
  // systemd marks a unit that is active with a link to its invocation, which is no file.
  symlinkSync('4b1a3b0f5d5e4c0e8f5f3c2f1a0b9c8d', join(units, `invocation:${unit}`));
  symlinkSync('00000000000000000000000000000000', join(units, 'invocation:thermald.service'));
  expect(activeRivals(root).map(r => r.name)).toEqual([name]);
  expect(await namesIn(root)).toEqual([name]);
});

it('finds none by units where there is no systemd', () => {
  expect(activeRivals(rootWith([]))).toEqual([]);
});

const service = {
  uids: '0\t0\t0\t0',
  gids: '0\t0\t0\t0',
  name: 'tuned',
  login: '4294967295',
  group: '/system.slice/tuned.service',
  pids: '100',
};

/** A process that calls itself tuned. */
function called(as: Partial<typeof service>, prepare = (_: string): void => undefined): Promise<string[]> {
  const { uids, gids, name, login, group, pids } = { ...service, ...as };
  const root = rootWith(['/usr/bin/python3\0-Es\0/usr/sbin/tuned\0']);
  const folder = join(root, 'proc/100');
  writeFileSync(join(folder, 'status'), `Name:\t${name}\nUid:\t${uids}\nGid:\t${gids}\nNSpid:\t${pids}\n`);
  writeFileSync(join(folder, 'loginuid'), login);
  writeFileSync(join(folder, 'cgroup'), `0::${group}\n`);
  for (const name of ['status', 'loginuid', 'cgroup']) writeFileSync(join(root, 'proc/self', name), 'ours\n');
  prepare(root);
  return namesIn(root);
}

// Any user's `tail -f /dev/null /tmp/watt` stopped the daemon.
it.each([
  ['root runs as a service', {}, ['tuned']],
  ['a script that an interpreter was asked to run', { name: 'python3' }, ['tuned']],
  ['root started by hand', { login: '0', group: '/user.slice/user-0.slice/session-1.scope' }, ['tuned']],
  ['a user runs', { uids: '1000\t1000\t1000\t1000' }, []],
  ['a user’s setuid program', { uids: '1000\t0\t0\t0' }, []],
  // A service's user may link /tmp/tuned to sudo: no login, no user's control group, and root while it asks for a password.
  ['a setuid program that has become root', { gids: '33\t33\t33\t33', group: '/system.slice/www.service' }, []],
  ['sudo under another name', { name: 'sudo' }, []],
  ['in a user’s session', { group: '/user.slice/user-1000.slice/session-2.scope' }, []],
  ['behind a user’s login', { login: '1000' }, []],
  ['in a container', { group: '/system.slice/docker-0123.scope', pids: '100\t1' }, []],
])('a process named like a rival that %s', async (_, as, expected) => expect(await called(as)).toEqual(expected));

it.each([
  ['an argument', '/usr/bin/tail\0-f\0/dev/null\0/tmp/watt\0'],
  ['a file that is looked at', '/usr/bin/less\0notes/tuned\0'],
])('is not misled by %s', async (_, command) => expect(await found(command)).toEqual([]));

/** OpenRC's mark of a service that was started and not stopped. */
function startedByOpenRc(root: string, name: string): void {
  mkdirSync(join(root, 'run/openrc/started'), { recursive: true });
  symlinkSync(`/etc/init.d/${name}`, join(root, 'run/openrc/started', name));
}

it('knows one that somebody restarted by hand under OpenRC, whose login it inherits, by OpenRC’s mark of it', async () => {
  const byHand = { login: '1000' };
  expect(await called(byHand, root => startedByOpenRc(root, 'tuned'))).toEqual(['tuned']);
  expect(await called(byHand, root => startedByOpenRc(root, 'watt'))).toEqual([]);
  expect(await called({ ...byHand, uids: '1000\t1000\t1000' }, root => startedByOpenRc(root, 'tuned'))).toEqual([]);
});

it('of a service that died OpenRC’s mark alone is no evidence, but of one that runs only for its writes', async () => {
  const root = rootWith(['/sbin/init\0']);
  startedByOpenRc(root, 'tuned');
  expect(await namesIn(root)).toEqual([]);
  startedByOpenRc(root, 'tlp');
  expect(await namesIn(root)).toEqual(['tlp']);
});

it('of one that ends while it is looked at nothing is believed', async () => {
  const without = (name: string) => (root: string) => rmSync(join(root, 'proc/100', name));
  for (const name of ['status', 'loginuid', 'cgroup']) expect(await called({}, without(name))).toEqual([]);
});
