import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type ApplicationMatch, Applications } from '../../../../src/machine/linux/procfs/applications.js';
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

function runs(match: ApplicationMatch, command: string, cgroup?: string): boolean {
  const proc = new Proc();
  proc.set(7, command, cgroup);
  return new Applications([match], proc.root).running(0).has(0);
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
])('executable %s and `%s`: %s', (executable, command, expected) => {
  expect(runs({ executable }, command)).toBe(expected);
});

it.each([
  ['user.slice', '/user.slice/user-1000.slice/app.scope', true],
  ['app-steam*', '/user.slice/app-steam-1.scope', true],
  ['/user.slice', '/user.slice', true],
  ['/user.slice', '/machine/user.slice', false],
  ['*/build.service', '/system.slice/build.service/child', true],
  ['build', '/system.slice/build.service', false],
])('cgroup %s and %s: %s', (cgroup, path, expected) => {
  expect(runs({ cgroup }, '/bin/x', path)).toBe(expected);
});

it('of an executable and a control group both must fit', () => {
  const match = { executable: 'make', cgroup: 'build.slice' };
  expect(runs(match, 'make', '/build.slice')).toBe(true);
  expect(runs(match, 'make', '/user.slice')).toBe(false);
  expect(runs(match, 'cc', '/build.slice')).toBe(false);
});

it('looks every 5 s, sees who came and who went, and not what it was not asked about', () => {
  const proc = new Proc();
  const applications = new Applications([{ executable: 'game' }, { executable: 'make' }], proc.root);
  const at = (seconds: number) => [...applications.running(seconds)];
  expect(at(0)).toEqual([]);
  proc.set(8, '/usr/bin/make');
  expect(at(4.9)).toEqual([]);
  expect(at(5)).toEqual([1]);
  proc.set(9, 'game');
  expect(at(10)).toEqual([1, 0]);
  proc.end(8);
  expect(at(15)).toEqual([0]);
  proc.end(9);
  proc.set(9, 'vim');
  expect(at(15.1)).toEqual([0]);
});

it('sees a process that becomes another program, at once while it is young and within a minute later', () => {
  const proc = new Proc();
  const applications = new Applications([{ executable: 'game' }], proc.root);
  proc.set(8, 'sh');
  expect(applications.running(0).size).toBe(0);
  proc.set(8, 'game');
  expect(applications.running(5).size).toBe(1);
  for (const at of [10, 15, 20]) applications.running(at);
  proc.set(8, 'sh');
  const left = [25, 30, 35, 40, 45, 50, 55, 60].find(at => applications.running(at).size === 0);
  expect(left).toBeDefined();
});

it('without a match it looks at nothing', () => {
  expect(new Applications([], '/nonexistent').running(0).size).toBe(0);
});

it('of a uid only its processes count, real, effective and saved', () => {
  const proc = new Proc();
  proc.set(7, 'steam');
  const status = (uids: string): void => writeFileSync(join(proc.root, '7/status'), `Name:\tsteam\nUid:\t${uids}\n`);
  const counts = (uid: number): boolean =>
    new Applications([{ executable: 'steam', uid }], proc.root).running(0).has(0);
  status('1000\t1000\t1000\t1000');
  expect([counts(1000), counts(1001)]).toEqual([true, false]);
  status('1000\t0\t0\t0');
  expect([counts(1000), counts(0)]).toEqual([false, false]);
});

// One command line of 128 KiB kept a glob of many stars busy until the lease had ended.
it('takes no longer for a hostile command line than for any other: 4 KiB of it are looked at, once for each star', () => {
  const proc = new Proc();
  proc.set(7, `/${'foobarbax'.repeat(200_000)}`);
  proc.set(8, `/opt/foo-bar-baz ${'x'.repeat(1_800_000)}`);
  const applications = new Applications([{ executable: '*foo*bar*baz' }], proc.root);
  expect([...applications.running(0)]).toEqual([0]);
  proc.end(8);
  expect([...applications.running(5)]).toEqual([]);
});

it('looks at thousands of new processes bit by bit', () => {
  const proc = new Proc();
  for (let pid = 1; pid <= 600; pid++) proc.set(pid, pid === 600 ? 'game' : 'make');
  const applications = new Applications([{ executable: 'game' }], proc.root);
  const seen = [0, 0.1, 0.2].map(at => applications.running(at).has(0));
  expect(seen).toEqual([false, false, true]);
});
