import { describe, expect, it } from 'vitest';
import { MinuteAccount } from '../../../src/governor/attribution/minute-account.js';
import { type TaskNames, unitOf } from '../../../src/governor/attribution/task-groups.js';
import { otherGroups } from '../../../src/model/tasks/account.js';
import { madeTask, madeUse } from '../../fixtures/made-task.js';

const names: TaskNames = {
  application: task => task.name,
  cgroup: id => (id === 1 ? '/' : `/system.slice/job${id}.service/inner`),
};
const nothing = { joules: undefined, idleJoules: undefined, memoryJoules: undefined, memoryIdleJoules: undefined };
const use = (name: string, cgroup: number, run: number) =>
  madeUse({ task: madeTask({ name, cgroup }), run, wakeups: 1 });

describe('unitOf', () => {
  it.each([
    ['/', '/'],
    ['/system.slice/nginx.service', 'nginx.service'],
    ['/user.slice/user-1000.slice/user@1000.service/app.slice/app-firefox-12.scope', 'app-firefox-12.scope'],
    ['/user.slice/user-1000.slice/user@1000.service/payload', 'user@1000.service'],
    ['/docker/0a1b', '/docker/0a1b'],
  ])('%s is %s', (path, unit) => {
    expect(unitOf(path)).toBe(unit);
  });
});

describe('MinuteAccount', () => {
  it('adds intervals up each way, the largest first, to the same total', () => {
    const minute = new MinuteAccount(100);
    const uses = [use('make', 7, 2), use('cc', 7, 3), use('kworker', 1, 1)];
    const shared = { ...nothing, joules: [2, 6, 1], idleJoules: 1, memoryJoules: [1, 2, 3], memoryIdleJoules: 4 };
    minute.add({ from: 100, to: 110, uses }, 10, shared, names);
    minute.add({ from: 110, to: 125, uses: uses.slice(0, 1) }, 5, { ...shared, joules: [4] }, names);
    const account = minute.account();
    expect(account).toMatchObject({ from: 100, to: 125, packageJoules: 15, idleJoules: 2, memoryIdleJoules: 8 });
    expect(account.byApplication.map(u => [u.name, u.joules, u.cpuSeconds])).toEqual([
      ['make', 6, 4],
      ['cc', 6, 3],
      ['kworker', 1, 1],
    ]);
    expect(account.byCgroup.map(u => [u.name, u.joules, u.wakeups])).toEqual([
      ['/system.slice/job7.service/inner', 12, 3],
      ['/', 1, 1],
    ]);
    expect(account.byUnit[0]?.name).toBe('job7.service');
    for (const uses of [account.byApplication, account.byCgroup, account.byUnit])
      expect(uses.reduce((sum, u) => sum + (u.joules ?? 0), account.idleJoules ?? 0)).toBeCloseTo(15);
  });

  it('has no energy where one of the intervals has none', () => {
    const minute = new MinuteAccount(0);
    const interval = { from: 0, to: 1, uses: [use('a', 1, 1)] };
    minute.add(interval, 5, { ...nothing, joules: [4], idleJoules: 1 }, names);
    minute.add(interval, undefined, nothing, names);
    const account = minute.account();
    expect(account).toMatchObject({ packageJoules: undefined, idleJoules: undefined });
    expect(account.byUnit[0]).toMatchObject({ joules: undefined, memoryJoules: undefined, cpuSeconds: 2 });
  });

  it('is bounded, and loses nothing of what it merges', () => {
    const minute = new MinuteAccount(0);
    for (let round = 0; round < 10; round++) {
      const uses = Array.from({ length: 1000 }, (_, i) => use(`name ${round} ${i}`, 1, i + 1));
      const shared = { ...nothing, joules: uses.map(u => u.run), idleJoules: 0 };
      minute.add({ from: 0, to: round, uses }, 500_500, shared, names);
    }
    const { byApplication } = minute.account();
    expect(byApplication.length).toBeLessThanOrEqual(2049);
    expect(byApplication.reduce((sum, u) => sum + (u.joules ?? 0), 0)).toBeCloseTo(5_005_000);
    expect(byApplication[0]?.name).toBe(otherGroups);
    expect(byApplication.some(u => u.name === 'name 0 999')).toBe(true);
  });
});
