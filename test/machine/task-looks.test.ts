import { describe, expect, it } from 'vitest';
import { TaskLooks } from '../../src/machine/task-looks.js';
import type { TaskTable } from '../../src/model/tasks/task.js';

const none: TaskTable = {
  tasks: [],
  size: 16384,
  created: 0,
  ended: 0,
  replaced: 0,
  refused: 0,
  evicted: 0,
  uncounted: undefined,
};

/** The times of all looks in so many seconds of ticks at 10 Hz. */
function looked(looks: TaskLooks, from: number, seconds: number, pressure: number | undefined, fails = false) {
  const at: number[] = [];
  for (let i = 1; i <= seconds * 10; i++) {
    const now = from + i / 10;
    looks.follow(pressure, 0.1);
    if (!looks.due(now)) continue;
    at.push(now - from);
    if (fails) looks.failed(now);
    else looks.take(none, now);
  }
  return at;
}

describe('looks at tasks', () => {
  it('come where tasks wait for a CPU, soon at first and then every 5 s', () => {
    const looks = new TaskLooks();
    const [first = 0, ...others] = looked(looks, 0, 20, 0.1);
    expect(first).toBeLessThanOrEqual(0.6);
    expect(others.map(at => Math.round((at - first) * 10) / 10)).toEqual([0.5, 1.5, 2.5, 7.5, 12.5, 17.5]);
    expect(looks.view).toEqual({ periodic: [], others: Number.MAX_VALUE, longest: 0, taken: 0 });
  });

  it('come never where none waits, or that is not known', () => {
    expect(looked(new TaskLooks(), 0, 60, 0.003)).toEqual([]);
    expect(looked(new TaskLooks(), 0, 60, undefined)).toEqual([]);
  });

  it('make a view of two, which is forgotten when tasks have not waited for long', () => {
    const looks = new TaskLooks();
    looks.follow(1, 1);
    looks.take(none, 1);
    expect(looks.view).toBeUndefined();
    looks.take(none, 2);
    expect(looks.view).toBeDefined();
    looked(looks, 2, 20, 0);
    expect(looks.view).toBeDefined();
    expect(looked(looks, 22, 60, 0)).toHaveLength(5);
    expect(looks.view).toBeUndefined();
  });

  it('are tried ever more rarely where there is nothing to be had', () => {
    const looks = new TaskLooks();
    const [first = 0, ...others] = looked(looks, 0, 3000, 0.1, true).map(Math.round);
    expect(others.map(at => at - first)).toEqual([5, 15, 35, 75, 155, 315, 635, 1235, 1835, 2435]);
  });
});
