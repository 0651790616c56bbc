import { describe, expect, it } from 'vitest';
import { tasksStatus } from '../../../src/daemon/answers/tasks-status.js';
import type { WatchedTasks } from '../../../src/daemon/tasks/task-watch.js';
import type { Task } from '../../../src/model/tasks/task.js';
import type { TaskUse } from '../../../src/model/tasks/task-use.js';
import { madeTable, madeTask, madeUse } from '../../fixtures/made-task.js';

const names = {
  application: ({ tgid, name }: Task) => (tgid === 10 ? 'firefox' : name),
  cgroup: (id: number) => (id === 1 ? '/' : `/user.slice/app-${id}.scope`),
};

function watched(uses: readonly TaskUse[], said: Partial<WatchedTasks> = {}): WatchedTasks {
  const joules = uses.map(use => 2 * use.run);
  const shared = { joules, idleJoules: 6, memoryJoules: undefined, memoryIdleJoules: undefined };
  const table = { ...madeTable([]), uncounted: 'no PMU' };
  return { interval: { from: 100, to: 102, uses }, seconds: 2, table, tasks: 300, packageJoules: 20, shared, ...said };
}

const [main, tab, shell] = [
  madeUse({ task: madeTask({ pid: 10, name: 'firefox', cgroup: 5 }), run: 0.5, wakeups: 10, voluntary: 8 }),
  madeUse({
    task: madeTask({
      pid: 11,
      tgid: 10,
      name: 'Web Content',
      cgroup: 5,
      sleep: 1e9,
      period: 16e6,
      periods: 90,
      wakers: [{ pid: 10, times: 4 }],
    }),
    run: 1,
    wakeups: 120,
    voluntary: 120,
  }),
  madeUse({ task: madeTask({ pid: 20, name: 'bash', wakers: [{ pid: 0, times: 1 }] }), run: 0.25, wakeups: 2 }),
];
const all = watched([main, tab, shell]);

describe('tasksStatus', () => {
  it('has a row a task, the one that used most first', () => {
    const status = tasksStatus(all, names, 'task', 'energy', 100);
    expect(status).toMatchObject({ from: 100_000, to: 102_000, tasks: 300, packageWatts: 10, idleWatts: 3 });
    expect(status.rows.map(row => [row.name, row.pid, row.cpu, row.watts, row.unit, row.wokenBy])).toEqual([
      ['Web Content', 11, 0.5, 1, 'app-5.scope', 'firefox'],
      ['firefox', 10, 0.25, 0.5, 'app-5.scope', null],
      ['bash', 20, 0.125, 0.25, '/', 'interrupt'],
    ]);
    expect(status.rows[0]).toMatchObject({ class: 'periodic', period: 0.016, jitter: 0, wakeups: 60, misses: null });
    expect(status.rows[1]).toMatchObject({ period: null, jitter: null, coherence: null, field: null });
  });

  it('tells the φ field of the periods, and says where it is infinite', () => {
    const of = (said: Partial<Task>) => madeUse({ task: madeTask({ period: 16e6, periods: 100, ...said }), run: 1 });
    const uses = [of({ jitter: 1e6, bunching: 0.8 }), of({ jitter: 0, bunching: 0 }), of({ periods: 7, jitter: 1e6 })];
    const [walk, ...others] = tasksStatus(watched(uses), names, 'task', 'cpu', 9).rows.map(row => row.field);
    expect(walk).toBeGreaterThan(1);
    expect(walk).toBeLessThan(10);
    expect(others).toEqual(['infinite', null]);
  });

  it('adds tasks up by process, cgroup and unit, and says how the foremost one works', () => {
    const rows = (by: 'process' | 'cgroup' | 'unit') => tasksStatus(all, names, by, 'cpu', 100).rows;
    expect(rows('process').map(row => [row.name, row.pid, row.tasks, row.cpu])).toEqual([
      ['firefox', 10, 2, 0.75],
      ['bash', 20, 1, 0.125],
    ]);
    expect(rows('process')[0]).toMatchObject({ class: 'periodic', wakeups: 65 });
    expect(rows('cgroup').map(row => [row.name, row.pid])).toEqual([
      ['/user.slice/app-5.scope', null],
      ['/', null],
    ]);
    expect(rows('unit').map(row => row.name)).toEqual(['app-5.scope', '/']);
  });

  it.each([
    ['period', ['Web Content', 'firefox', 'bash']],
    ['switches', ['Web Content', 'firefox', 'bash']],
    ['wakeups', ['Web Content', 'firefox', 'bash']],
    ['coherence', ['Web Content', 'firefox', 'bash']],
  ] as const)('sorts by %s, the unknown last', (sort, order) => {
    const mixed = watched([shell, main, tab]);
    expect(tasksStatus(mixed, names, 'task', sort, 100).rows.map(row => row.name)).toEqual(order);
  });

  it('tells as one what is beyond the limit', () => {
    const { rows, rest } = tasksStatus(all, names, 'task', 'energy', 1);
    expect(rows).toHaveLength(1);
    expect(rest).toEqual({ rows: 2, tasks: 2, cpu: 0.375, watts: 0.75, wakeups: 6 });
  });

  it('has no power where none is measured', () => {
    const nothing = { joules: undefined, idleJoules: undefined, memoryJoules: undefined, memoryIdleJoules: undefined };
    const status = tasksStatus(
      watched([shell, tab], { shared: nothing, packageJoules: undefined }),
      names,
      'task',
      'energy',
      1,
    );
    expect(status).toMatchObject({ packageWatts: null, idleWatts: null, rest: { watts: null } });
    expect(status.rows[0]).toMatchObject({ name: 'Web Content', watts: null });
  });

  it('keeps two tasks apart that had one pid', () => {
    const [old, other] = [1, 2].map(start => madeUse({ task: madeTask({ pid: 7, start }), run: start }));
    if (old === undefined || other === undefined) throw new Error('two were made');
    expect(tasksStatus(watched([old, other]), names, 'task', 'cpu', 9).rows.map(row => row.cpu)).toEqual([1, 0.5]);
  });
});
