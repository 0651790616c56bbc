import { expect, test } from 'vitest';
import { WorkLog } from '../../../src/daemon/observing/work-log.js';
import type { TaskAccount, Use } from '../../../src/model/tasks/account.js';

const use = (name: string, joules: number | undefined): Use => ({ name, joules, cpuSeconds: 1, wakeups: 0 });

function account(...byApplication: readonly Use[]): TaskAccount {
  const measured = byApplication.every(u => u.joules !== undefined);
  const active = byApplication.reduce((a, u) => a + (u.joules ?? 0), 0);
  const [idleJoules, packageJoules] = measured ? [10, active + 10] : [undefined, undefined];
  return { from: 0, to: 60, byApplication, byCgroup: [], byUnit: [], idleJoules, packageJoules };
}

/** A log of a machine whose processes have these names; beats of `decode` count tokens. */
function logOf(programs: Record<number, string | undefined>) {
  const log = new WorkLog(pid => programs[pid]);
  const beat = (pid: number, done: number, name = 'decode', unit = 'tokens'): number =>
    log.beat({ name, pid, done, unit });
  return { log, beat };
}

test('units since the last account, with the energy of their program', () => {
  const { log, beat } = logOf({ 7: 'python3' });
  const used = account(use('python3', 30), use('firefox', 5));
  beat(7, 1000);
  expect(log.share(used)).toEqual([]);
  beat(7, 1100);
  beat(7, 1150);
  expect(log.share(used)).toEqual([{ name: 'decode', unit: 'tokens', units: 150, joules: 30, of: 'application' }]);
  expect(log.share(used)).toEqual([]);
});

test('workers of one program count together and its energy once; those of two have both energies', () => {
  const { log, beat } = logOf({ 7: 'a', 8: 'a', 9: 'b' });
  for (const pid of [7, 8, 9]) beat(pid, 0);
  beat(7, 10);
  beat(8, 20);
  expect(log.share(account(use('a', 6), use('b', 1)))).toMatchObject([{ units: 30, joules: 6 }]);
  beat(7, 11);
  beat(9, 1);
  expect(log.share(account(use('a', 6), use('b', 1)))).toMatchObject([{ units: 2, joules: 7, of: 'application' }]);
});

test('a process that the account does not know has the active energy of the package, and it is said', () => {
  const { log, beat } = logOf({ 7: undefined, 8: 'gone' });
  for (const pid of [7, 8]) beat(pid, 0, `of ${pid}`);
  for (const pid of [7, 8]) beat(pid, 5, `of ${pid}`);
  expect(log.share(account(use('a', 6), use('b', 1)))).toEqual([
    { name: 'of 7', unit: 'tokens', units: 5, joules: 7, of: 'package' },
    { name: 'of 8', unit: 'tokens', units: 5, joules: 7, of: 'package' },
  ]);
});

test('a process that ended since its last message is known by its name', () => {
  const programs: Record<number, string | undefined> = { 7: 'x264' };
  const { log, beat } = logOf(programs);
  beat(7, 0, 'encode', 'frames');
  beat(7, 24, 'encode', 'frames');
  programs[7] = undefined;
  expect(log.share(account(use('x264', 2)))).toMatchObject([{ unit: 'frames', joules: 2, of: 'application' }]);
});

test('energy that nobody measured is unknown, and the units count', () => {
  const { log, beat } = logOf({ 7: 'a' });
  beat(7, 0);
  beat(7, 5);
  expect(log.share(account(use('a', undefined)))).toEqual([
    { name: 'decode', unit: 'tokens', units: 5, joules: undefined, of: 'application' },
  ]);
});

test('a count that goes back is begun anew, and of many applications the silent ones are forgotten', () => {
  const { log, beat } = logOf({});
  beat(1, 100);
  beat(1, 3);
  beat(1, 5);
  expect(log.share(account())).toMatchObject([{ units: 2 }]);
  for (let pid = 2; pid < 100; pid++) beat(pid, 0);
  for (let pid = 99; pid >= 1; pid--) beat(pid, 1);
  const [work] = log.share(account());
  expect(work?.units).toBeGreaterThan(0);
  expect(work?.units).toBeLessThanOrEqual(64);
});
