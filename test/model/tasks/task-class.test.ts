import { describe, expect, it } from 'vitest';
import type { Task } from '../../../src/model/tasks/task.js';
import { classOf } from '../../../src/model/tasks/task-class.js';
import { madeTask, madeUse } from '../../fixtures/made-task.js';

const frames = { run: 1e9, sleep: 9e9, period: 16e6, periods: 100 };

const classFor = (said: Partial<Task>, run: number): string => classOf(madeUse({ task: madeTask(said), run }), 10);

describe('classOf', () => {
  it.each<[string, Partial<Task>, number, string]>([
    ['hardly runs', frames, 0.009, 'waiting'],
    ['runs all the time', { run: 9.5e9, sleep: 0.5e9 }, 9.5, 'steady'],
    ['ran all its life, which was short', { run: 0.5e9, sleep: 0 }, 0.5, 'bursty'],
    ['would run all the time, were there a CPU', { run: 5e9, wait: 5e9, sleep: 1e8 }, 5, 'steady'],
    ['was never seen to sleep, where others want the CPU too', { run: 1e9, wait: 9e9 }, 1, 'steady'],
    ['draws frames', { ...frames, jitter: 0.5e6 }, 1, 'periodic'],
    ['wakes at random', { ...frames, jitter: 16e6 }, 1, 'bursty'],
    ['jitters by a third of its period', { ...frames, jitter: 5e6 }, 1, 'bursty'],
    ['does so by turns', { ...frames, jitter: 5e6, bunching: -0.8 }, 1, 'periodic'],
    ['does so slowly', { ...frames, jitter: 5e6, coherence: 0.95 }, 1, 'periodic'],
    ['was seen for a few periods', { ...frames, periods: 7 }, 1, 'bursty'],
  ])('a task that %s', (_, task, run, name) => {
    expect(classFor(task, run)).toBe(name);
  });
});
