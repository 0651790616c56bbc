import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TaskHistory } from '../../../src/model/tasks/task-history.js';
import { madeTable, madeTask } from '../../fixtures/made-task.js';

const second = 1e9;

describe('TaskHistory', () => {
  it('tells nothing of the first look, and what was done since of each further one', () => {
    const history = new TaskHistory();
    const first = madeTask({ pid: 7, run: 5 * second, work: 5000 * second, wakeups: 100, voluntary: 90, misses: 10 });
    expect(history.take(madeTable([first]))).toBeUndefined();
    const then = { ...first, run: 7 * second, work: 9000 * second, wakeups: 130, voluntary: 95, misses: 25 };
    expect(history.take(madeTable([then]))).toEqual([
      { task: then, run: 2, work: 4000, wakeups: 30, voluntary: 5, involuntary: 0, misses: 15 },
    ]);
    expect(history.take(madeTable([then]))).toEqual([]);
  });

  it('counts new tasks from their first moment and ended ones for the last time', () => {
    const history = new TaskHistory();
    const old = madeTask({ pid: 7, run: second });
    history.take(madeTable([old]));
    const ended = { ...old, run: 3 * second, ended: true };
    const born = madeTask({ pid: 8, run: second / 2 });
    const uses = history.take(madeTable([ended, born], { created: 2, ended: 1 }));
    expect(uses?.map(({ task: { pid }, run }) => [pid, run])).toEqual([
      [7, 2],
      [8, 0.5],
    ]);
  });

  it('knows a pid that is used again by when its task began, in the same look too', () => {
    const history = new TaskHistory();
    const old = madeTask({ pid: 7, start: 1000, run: 5 * second });
    history.take(madeTable([old]));
    const ended = { ...old, run: 6 * second, ended: true };
    const other = madeTask({ pid: 7, start: 2000, run: 4 * second });
    const uses = history.take(madeTable([other, ended], { created: 2, ended: 1 }));
    expect(uses?.map(({ task, run }) => [task.start, run])).toEqual([
      [2000, 4],
      [1000, 1],
    ]);
    const later = { ...other, run: 4.5 * second };
    expect(history.take(madeTable([later], { created: 2, ended: 1 }))?.[0]?.run).toBe(0.5);
  });

  it('counts a counter that began anew as it is', () => {
    const history = new TaskHistory();
    history.take(madeTable([madeTask({ run: 5 * second, wakeups: 1000 })]));
    const uses = history.take(madeTable([madeTask({ run: second, wakeups: 20 })]));
    expect(uses?.[0]).toMatchObject({ run: 1, wakeups: 20 });
  });

  it.each([
    ['another size', { size: 64 }],
    ['fewer created', { created: 0 }],
    ['fewer ended', { ended: 4 }],
  ])('tells nothing where the counting began anew: %s', (_, then) => {
    const history = new TaskHistory();
    const before = { created: 10, ended: 5 };
    const task = madeTask({ run: second });
    history.take(madeTable([task], before));
    expect(history.take(madeTable([{ ...task, run: 2 * second }], { ...before, ...then }))).toBeUndefined();
    expect(history.take(madeTable([{ ...task, run: 4 * second }], { ...before, ...then }))?.[0]?.run).toBe(2);
  });

  it('sums to what tasks did, however often it looks and whoever comes and goes', () => {
    const step = fc.record({ pid: fc.integer({ min: 1, max: 6 }), run: fc.nat(1000), ends: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.array(step, { maxLength: 10 }), { maxLength: 30 }), looks => {
        const history = new TaskHistory();
        let tasks = [1, 2, 3, 4, 5, 6].map(pid => madeTask({ pid, start: pid }));
        history.take(madeTable(tasks, { created: 6 }));
        let [done, told, begun] = [0, 0, 6];
        for (const steps of looks) {
          const over: typeof tasks = [];
          for (const { pid, run, ends } of steps) {
            done += run;
            tasks = tasks.map(task => {
              if (task.pid !== pid) return task;
              const now = { ...task, run: task.run + run * second };
              if (!ends) return now;
              over.push({ ...now, ended: true });
              return madeTask({ pid, start: 10 + ++begun });
            });
          }
          const uses = history.take(madeTable([...over, ...tasks], { created: begun, ended: begun - 6 }));
          told += uses?.reduce((sum, use) => sum + use.run, 0) ?? Number.NaN;
        }
        expect(told).toBeCloseTo(done, 6);
      }),
    );
  });
});
