import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TaskCounters } from '../../../src/model/tasks/task-counters.js';
import { madeTask } from '../../fixtures/made-task.js';

describe('TaskCounters', () => {
  it('tells by how much a counter has grown; a new task’s from its beginning, one that began anew as it is', () => {
    const counters = new TaskCounters(['run', 'wakeups']);
    counters.keep([madeTask({ pid: 1, start: 5, run: 10, wakeups: 4 })]);
    const known = counters.placeOf({ pid: 1, start: 5 });
    expect([counters.grown(known, 0, 25), counters.grown(known, 1, 3)]).toEqual([15, 3]);
    const other = counters.placeOf({ pid: 1, start: 6 });
    expect([other, counters.grown(other, 0, 25)]).toEqual([undefined, 25]);
    counters.forget();
    expect(counters.placeOf({ pid: 1, start: 5 })).toBeUndefined();
  });

  it('knows exactly the tasks of the newest look, whoever comes and goes', () => {
    const look = fc.uniqueArray(fc.record({ pid: fc.integer({ min: 1, max: 30 }), start: fc.nat(3) }), {
      selector: ({ pid }) => pid,
      maxLength: 30,
    });
    fc.assert(
      fc.property(fc.array(look, { minLength: 1, maxLength: 8 }), looks => {
        const counters = new TaskCounters(['run']);
        for (const tasks of looks) {
          counters.keep(tasks.map((each, i) => madeTask({ ...each, run: i })));
          for (let pid = 1; pid <= 30; pid++)
            for (let start = 0; start <= 3; start++) {
              const index = tasks.findIndex(task => task.pid === pid && task.start === start);
              expect(counters.placeOf({ pid, start })).toBe(index < 0 ? undefined : index);
              if (index >= 0) expect(counters.grown(index, 0, index + 2)).toBe(2);
            }
        }
      }),
    );
  });
});
