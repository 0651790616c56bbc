import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { type ApplicationMatch, Applications } from '../../../../src/machine/linux/procfs/applications.js';
import { beginningOf, type Read } from '../../../../src/machine/linux/procfs/reading.js';
import { folderForTest } from '../../../fixtures/scratch.js';

/** A /proc whose processes can be changed; words of a command line are separated by spaces here. */
class Proc {
  readonly root = folderForTest('proc');
  set(pid: number, command: string, cgroup = '/'): void {
    mkdirSync(join(this.root, `${pid}`), { recursive: true });
    writeFileSync(join(this.root, `${pid}/cmdline`), command.replaceAll(' ', '\0'));
    writeFileSync(join(this.root, `${pid}/cgroup`), `0::${cgroup}\n`);
  }
  end(pid: number): void {
    rmSync(join(this.root, `${pid}`), { recursive: true });
  }
}

const looking = (matches: readonly ApplicationMatch[], { root }: Proc): Applications =>
  new Applications(matches, root, () => undefined);

/** Those that run by a look that began at this second, if one was due. */
async function after(applications: Applications, seconds: number): Promise<number[]> {
  applications.running(seconds);
  await applications.looked();
  return [...applications.running(seconds)].sort((a, b) => a - b);
}

async function runs(match: ApplicationMatch, command: string, cgroup?: string): Promise<boolean> {
  const proc = new Proc();
  proc.set(7, command, cgroup);
  return (await after(looking([match], proc), 0)).includes(0);
}

it.each([
  ['ffmpeg', '/usr/bin/ffmpeg -i a.mkv', true],
  ['ffmpeg', 'ffmpeg', true],
  ['ffmpeg', '/usr/bin/ffmpeg2 -i a.mkv', false],
  ['ffmpeg', '/usr/bin/vim ffmpeg', false],
  ['ffmpeg', '', false],
  ['ff*', '/usr/bin/ffmpeg', true],
  ['/usr/bin/ffmpeg', '/usr/bin/ffmpeg -i', true],
  ['/usr/bin/ffmpeg', '/opt/usr/bin/ffmpeg', false],
  ['/opt/*/game', '/opt/a/b/game', true],
  ['auto.tool', '/usr/bin/python3 -Es /usr/bin/auto.tool --daemon', true],
  ['auto.tool', '/usr/bin/python3.11 /usr/bin/autoXtool', false],
  ['python3', '/usr/bin/python3 /usr/bin/auto.tool', false],
  ['python3', '/usr/bin/python3', true],
])('executable %s and `%s`: %s', async (executable, command, expected) => {
  expect(await runs({ executable }, command)).toBe(expected);
});

it.each([
  ['user.slice', '/user.slice/user-1000.slice/app.scope', true],
  ['app-steam*', '/user.slice/app-steam-1.scope', true],
  ['/user.slice', '/user.slice', true],
  ['/user.slice', '/machine/user.slice', false],
  ['*/build.service', '/system.slice/build.service/child', true],
  ['build', '/system.slice/build.service', false],
])('cgroup %s and %s: %s', async (cgroup, path, expected) => {
  expect(await runs({ cgroup }, '/bin/x', path)).toBe(expected);
});

it('of an executable and a control group both must fit', async () => {
  const match = { executable: 'make', cgroup: 'build.slice' };
  expect(await runs(match, 'make', '/build.slice')).toBe(true);
  expect(await runs(match, 'make', '/user.slice')).toBe(false);
  expect(await runs(match, 'cc', '/build.slice')).toBe(false);
});

it('looks every 5 s, sees who came and who went, and not what it was not asked about', async () => {
  const proc = new Proc();
  let changes = 0;
  const applications = new Applications([{ executable: 'game' }, { executable: 'make' }], proc.root, () => changes++);
  const at = (seconds: number) => after(applications, seconds);
  expect(await at(0)).toEqual([]);
  proc.set(8, '/usr/bin/make');
  expect(await at(4.9)).toEqual([]);
  expect(changes).toBe(0);
  expect(await at(5)).toEqual([1]);
  proc.set(9, 'game');
  expect(await at(10)).toEqual([0, 1]);
  proc.end(8);
  expect(await at(15)).toEqual([0]);
  expect(changes).toBe(3);
  proc.end(9);
  proc.set(9, 'vim');
  expect(await at(15.1)).toEqual([0]);
});

it('sees a process that becomes another program, at once while it is young and within a minute later', async () => {
  const proc = new Proc();
  const applications = looking([{ executable: 'game' }], proc);
  proc.set(8, 'sh');
  expect(await after(applications, 0)).toEqual([]);
  proc.set(8, 'game');
  expect(await after(applications, 5)).toEqual([0]);
  for (const at of [10, 15, 20]) await after(applications, at);
  proc.set(8, 'sh');
  let left: number | undefined;
  for (const at of [25, 30, 35, 40, 45, 50, 55, 60]) if ((await after(applications, at)).length === 0) left ??= at;
  expect(left).toBeDefined();
});

it('without a match it looks at nothing', async () => {
  const applications = new Applications(
    [],
    '/nonexistent',
    () => undefined,
    () => Promise.reject(new Error('read')),
  );
  expect(await after(applications, 0)).toEqual([]);
});

it('of a uid only its processes count, real, effective and saved, and only their command lines are read', async () => {
  const proc = new Proc();
  proc.set(7, 'steam');
  const status = (uids: string): void =>
    writeFileSync(join(proc.root, '7/status'), `Name:\tsteam\nUid:\t${uids}\nGid:\t${uids}\n`);
  mkdirSync(join(proc.root, 'self'));
  writeFileSync(join(proc.root, 'self/status'), 'Name:\tus\n');
  const read: string[] = [];
  const counts = async (uid: number): Promise<boolean> => {
    const reading: Read = path => {
      if (!path.includes('/self/')) read.push(basename(path));
      return beginningOf(path);
    };
    const match = { executable: 'steam', uid };
    return (await after(new Applications([match], proc.root, () => undefined, reading), 0)).includes(0);
  };
  status('1000\t1000\t1000\t1000');
  expect([await counts(1000), await counts(1001)]).toEqual([true, false]);
  expect(read).toEqual(['status', 'cmdline', 'status']);
  status('1000\t0\t0\t0');
  expect([await counts(1000), await counts(0)]).toEqual([false, false]);
});

// One command line of 128 KiB kept a glob of many stars busy until the lease had ended.
it('takes no longer for a hostile command line than for any other: 4 KiB of it are looked at, once for each star', async () => {
  const proc = new Proc();
  proc.set(7, `/${'foobarbax'.repeat(200_000)}`);
  proc.set(8, `/opt/foo-bar-baz ${'x'.repeat(1_800_000)}`);
  const applications = looking([{ executable: '*foo*bar*baz' }], proc);
  expect(await after(applications, 0)).toEqual([0]);
  proc.end(8);
  expect(await after(applications, 5)).toEqual([]);
});

it('looks at thousands of new processes bit by bit, and the loop goes on meanwhile', async () => {
  const proc = new Proc();
  for (let pid = 1; pid <= 600; pid++) proc.set(pid, pid === 600 ? 'game' : 'make');
  const applications = looking([{ executable: 'game' }], proc);
  let turns = 0;
  const loop = setInterval(() => turns++, 1);
  onTestFinished(() => clearInterval(loop));
  expect(await after(applications, 0)).toEqual([0]);
  // It rests twice for 100 ms.
  expect(turns).toBeGreaterThan(2);
});

// A process in a control group with next to no CPU time can keep the kernel from reading its command line for minutes.
it('waits for no command line longer than a second, gives up after two such, and reads again when they have come', async () => {
  const proc = new Proc();
  for (const pid of [5, 6, 7]) proc.set(pid, 'game');
  const held: (() => void)[] = [];
  let stubborn = true;
  const read: Read = path =>
    stubborn && path.endsWith('cmdline') ? new Promise(resolve => held.push(() => resolve(''))) : beginningOf(path);
  const match = { executable: 'game' };
  const applications = new Applications([match], proc.root, () => undefined, read);
  expect(await after(applications, 0)).toEqual([]);
  expect(held).toHaveLength(2);
  stubborn = false;
  expect(await after(applications, 5)).toEqual([]);
  for (const end of held) end();
  expect(await after(applications, 10)).toEqual([0]);
});
