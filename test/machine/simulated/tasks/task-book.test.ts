import { expect, test } from 'vitest';
import type { JobStream } from '../../../../src/machine/simulated/work/job.js';
import { World, type WorldOptions } from '../../../../src/machine/simulated/world.js';
import { listed } from '../core/fixture.js';

const ms = 1e6;

/** One job of `work` ms each `every` ms. */
function periodic(name: string, every: number, work: number): JobStream {
  let turn = 0;
  return { name, kind: 'open', scored: true, next: () => ({ arrival: turn++ * every, pieces: [{ work, memory: 0 }] }) };
}

/** At the highest clock, so that work takes its own time. */
const full = (streams: WorldOptions['streams'], more: Partial<WorldOptions> = {}) =>
  new World({ platform: 'laptop', governor: 'performance', unplug: null, streams, ...more });

test('a periodic task: period, run and sleep as they are, woken by interrupts on an idle CPU', () => {
  const world = full([periodic('frames', 20, 3)]);
  world.advanceTo(10);
  world.tasks();
  world.sampled();
  world.advanceTo(1010);
  const [task] = world.tasks().tasks;
  expect(task).toMatchObject({ name: 'frames', run: 150 * ms, voluntary: 50, involuntary: 0, cgroup: 1 });
  // The first stay began before it was seen, so 49 sleeps lie between 50 runs.
  expect(task?.wakeups).toBe(49);
  expect(task?.sleep).toBe(49 * 17 * ms);
  expect(task?.wait).toBe(0);
  expect(task?.period).toBe(Math.floor((20 * ms) / 1024) * 1024);
  expect(task?.jitter).toBe(0);
  expect(task?.meanRun).toBe(Math.floor((3 * ms) / 1024) * 1024);
  expect(task?.coherence).toBe(1);
  expect(task?.bunching).toBe(0);
  expect(task?.wakers).toEqual([{ pid: 0, times: 49 }]);
  expect(task?.work).toBe(150 * ms * 4600);
});

test('tasks that share a core wait for each other, and an interrupt counts as the task that it stopped', () => {
  const world = full([periodic('a', 20, 5), listed('b', [[2, 1000, 0]])]);
  world.tasks();
  world.advanceTo(1000);
  const { tasks } = world.tasks();
  const a = tasks.find(t => t.name === 'a');
  const b = tasks.find(t => t.name === 'b');
  expect((a?.run ?? 0) + (b?.run ?? 0)).toBe(1000 * ms);
  expect(a?.wait).toBeGreaterThan(150 * ms);
  // `a` ran for 3 ms before `b` was first seen, and `b` is on its core since its newest wait of 1 ms: that is told when it leaves.
  expect(b?.wait).toBe((a?.run ?? 0) - 4 * ms);
  expect(a?.involuntary).toBeGreaterThan(150);
  expect(a?.wakers[0]?.pid).toBe(b?.pid);
  expect(b?.voluntary).toBe(0);
});

test('nothing is counted before the first look, nor after nobody has asked for long', () => {
  const world = full([periodic('frames', 20, 3)]);
  world.advanceTo(1000);
  expect(world.tasks({ holdSeconds: 2 }).tasks).toEqual([]);
  world.advanceTo(2000);
  world.sampled();
  expect(world.tasks({ holdSeconds: 2 }).tasks[0]?.run).toBe(150 * ms);
  world.advanceTo(4000);
  world.sampled();
  expect(world.tasks().tasks).toEqual([]);
  world.advanceTo(4100);
  expect(world.tasks().tasks[0]?.run).toBe(15 * ms);
  expect(world.tasks({ holdSeconds: 0 }).tasks).toEqual([]);
  expect(world.tasks({ size: 64 })).toMatchObject({ size: 64, created: 0 });
});

test('the work is weighed by the clock that the newest sample showed', () => {
  const world = full([listed('long', [[0, 1000, 0]])]);
  world.advanceTo(100);
  world.tasks();
  world.sampled();
  world.settings.write('policy0.max_freq', 2_300_000);
  world.advanceTo(200);
  expect(world.tasks().tasks[0]).toMatchObject({ run: 100 * ms, work: 100 * ms * 4600 });
  world.sampled();
  expect(world.tasks().tasks[0]).toMatchObject({ run: 100 * ms, work: 100 * ms * 2300 });
});

test('tasks of a scene that is over are told once as ended; the next ones are others', () => {
  const world = new World({
    platform: 'laptop',
    scenes: [
      { load: 'frames60', seconds: 1 },
      { load: 'rtapp', seconds: 1 },
    ],
    unplug: null,
  });
  world.advanceTo(0);
  world.tasks();
  world.advanceTo(1500);
  const { tasks, ended, created } = world.tasks();
  const later = ['rtapp.20ms', 'rtapp.50ms', 'rtapp.100ms'];
  expect(tasks.map(t => [t.name, t.ended])).toEqual([...later.map(name => [name, false]), ['frames60', true]]);
  expect({ ended, created }).toEqual({ ended: 1, created: 4 });
  expect(new Set(tasks.map(t => t.pid)).size).toBe(4);
  expect(tasks[0]?.start).toBe(1000 * ms);
  expect(world.tasks().tasks.map(t => t.name)).toEqual(later);
});

test('without room the task that did nothing for longest is dropped, and counted', () => {
  const streams = Array.from({ length: 70 }, (_, i) => listed(`t${i}`, [[i, 0.5, 0]]));
  const world = full(streams);
  world.tasks({ size: 64 });
  world.advanceTo(100);
  const table = world.tasks({ size: 64 });
  expect(table).toMatchObject({ created: 70, evicted: 6 });
  expect(table.tasks.map(t => t.name)).toEqual(streams.slice(6).map(s => s.name));
});

test('pids are above all of Linux’s, and names as short as the kernel’s', () => {
  const world = full([periodic('a name of more than fifteen bytes', 20, 3)]);
  world.tasks();
  world.advanceTo(100);
  const [task] = world.tasks().tasks;
  expect(task?.pid).toBeGreaterThan(2 ** 22);
  expect(task?.name).toBe('a name of more ');
  expect(world.tasks({ cgroup: 5 }).tasks).toEqual([]);
});

test.each([
  [{ holdSeconds: -1 }, 'hold_s'],
  [{ holdSeconds: Number.NaN }, 'hold_s'],
  [{ holdSeconds: 601 }, 'hold_s'],
  [{ size: 63 }, 'size'],
  [{ size: 64.5 }, 'size'],
  [{ size: 65537 }, 'size'],
  [{ cgroup: -1 }, 'cgroup'],
])('%o is refused, as the helper does', (wanted, word) => {
  expect(() => full([]).tasks(wanted)).toThrow(word);
});

test('several cores have tasks of their own', () => {
  const streams = [
    { ...periodic('zero', 20, 3), core: 0 },
    { ...periodic('one', 10, 2), core: 1 },
  ];
  const world = full(streams, { platform: 'laptop-turbo' });
  world.tasks();
  world.advanceTo(1000);
  expect(world.tasks().tasks.map(({ name, period }) => [name, Math.round(period / ms)])).toEqual([
    ['one', 10],
    ['zero', 20],
  ]);
});
