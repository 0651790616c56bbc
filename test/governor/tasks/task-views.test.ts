import { describe, expect, it } from 'vitest';
import { TaskViews } from '../../../src/governor/tasks/task-views.js';
import { cpuLoads } from '../../../src/machine/simulated/loads/loads.js';
import { World } from '../../../src/machine/simulated/world.js';
import type { Task } from '../../../src/model/tasks/task.js';
import { madeTable, madeTask } from '../../fixtures/made-task.js';

const ms = 1e6;

const task = (pid: number, more: Partial<Task>): Task => madeTask({ pid, start: pid, name: `t${pid}`, ...more });

const table = (tasks: readonly Task[], created = tasks.length) => madeTable(tasks, { created });

const frames = { periods: 64, period: 20 * ms, jitter: ms };

/** The view of a second look, 1 s after a first one at which all tasks had just begun. */
function seen(...tasks: readonly Task[]) {
  const views = new TaskViews();
  expect(views.take(table(tasks.map(t => ({ ...t, run: 0, wait: 0, sleep: 0, work: 0 }))), 10)).toBeUndefined();
  return views.take(table(tasks), 11);
}

describe('a view of tasks', () => {
  it('has what a periodic task uses each period, and at which clock', () => {
    const view = seen(task(1, { ...frames, run: 100 * ms, sleep: 900 * ms, work: 100 * ms * 2000 }));
    expect(view).toEqual({ periodic: [{ period: 20, run: 2, mhz: 2000 }], others: 0, longest: 0, taken: 0 });
  });

  it('takes for periodic only what is woken often, and at even intervals', () => {
    const ran = { run: 100 * ms, sleep: 900 * ms, meanRun: 7 * ms };
    for (const more of [{ periods: 7 }, { period: 120 * ms }, { jitter: 4 * ms }])
      expect(seen(task(1, { ...frames, ...ran, ...more }))).toMatchObject({ periodic: [], longest: 7, taken: 0 });
  });

  it('has the longest run of other tasks that ran within a minute, and what they used beside the periodic ones', () => {
    const views = new TaskViews();
    const paced = (run: number) => task(1, { ...frames, run });
    const at = (now: number, run: number, other: number) =>
      views.take(table([paced(run), task(2, { run: other, meanRun: 60 * ms, sleep: now * 1e9 })]), now);
    at(0, 0, 0);
    expect(at(1, 200 * ms, 60 * ms)).toMatchObject({ others: 0.3, longest: 60 });
    expect(at(60, 400 * ms, 60 * ms)).toMatchObject({ others: 0, longest: 60 });
    expect(at(62, 600 * ms, 60 * ms)).toMatchObject({ longest: 0 });
  });

  it('has what periodic tasks take from one that never rests, which is not for more than they ran', () => {
    const batch = (wait: number) => task(2, { run: 1000 * ms - wait, wait });
    const paced = task(1, { ...frames, run: 160 * ms, sleep: 840 * ms });
    expect(seen(paced, batch(160 * ms))?.taken).toBeCloseTo(0.16, 9);
    expect(seen(paced, batch(500 * ms))?.taken).toBeCloseTo(0.16, 9);
    expect(seen(paced, batch(50 * ms))?.taken).toBeCloseTo(0.05, 9);
    expect(seen(batch(500 * ms))).toMatchObject({ taken: 0, longest: 0 });
  });

  it('begins anew where the kernel’s counting did', () => {
    const views = new TaskViews();
    const paced = task(1, { ...frames, run: 100 * ms });
    views.take(table([paced], 500), 0);
    expect(views.take(table([paced], 3), 1)).toBeUndefined();
    expect(views.take(table([{ ...paced, run: 200 * ms }], 3), 2)?.periodic).toEqual([{ period: 20, run: 2, mhz: 0 }]);
  });

  it('tells the simulated machine’s tasks apart', () => {
    const views = new TaskViews();
    const world = new World({
      platform: 'laptop',
      governor: 'performance',
      unplug: null,
      streams: cpuLoads.ui_bursts.streams(3, 0),
    });
    world.tasks();
    world.advanceTo(10_000);
    views.take(world.tasks(), 10);
    world.advanceTo(20_000);
    const view = views.take(world.tasks(), 20);
    expect(view?.periodic).toEqual([{ period: expect.closeTo(1000 / 60, 2), run: expect.any(Number), mhz: 0 }]);
    expect(view?.longest).toBeGreaterThan(40);
  });
});
