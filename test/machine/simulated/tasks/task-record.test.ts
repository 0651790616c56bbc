import { expect, test } from 'vitest';
import { fixedOne, IntervalSeries } from '../../../../src/lattice/metrics/interval-series.js';
import { StreamingTaskCoherence } from '../../../../src/lattice/metrics/streaming-task-coherence.js';
import { TaskRecord } from '../../../../src/machine/simulated/tasks/task-record.js';
import { Random } from '../../../../src/machine/simulated/work/random.js';

const ms = 1e6;
const record = () => new TaskRecord({ pid: 7, name: 'drawn', start: 3 });

test('coherence, bunching, period and jitter are those of the kernel’s integers, of the same intervals', () => {
  const random = new Random(5, 'intervals');
  const task = record();
  const coherence = new StreamingTaskCoherence();
  const periods = new IntervalSeries();
  let at = 0;
  let active: number | undefined;
  for (let i = 0; i < 200; i++) {
    const [run, wait, sleep] = [3 * random.logNormal(0, 0.4), random.uniform(), 12 * random.logNormal(0, 0.2)].map(x =>
      Math.round(x * ms),
    );
    const asleep = at + (run ?? 0);
    task.leave(at, asleep, 1000, 'sleep');
    // What was seen from its middle is no interval: the first run, and what began with the first sleep.
    if (i > 0) coherence.pushRun(asleep - at);
    const woken = asleep + (sleep ?? 0);
    task.wake(woken, 0);
    at = woken + (wait ?? 0);
    task.leave(at, at, 1000, 'preempted');
    coherence.pushSleep(woken - asleep);
    if (active !== undefined) periods.push(woken - active);
    active = woken;
  }
  const told = task.told(at, 1);
  expect(told.coherence).toBe(coherence.value?.coherence);
  expect(told.bunching).toBe((periods.bunching ?? Number.NaN) / fixedOne);
  expect(told.bunching).not.toBe(0);
  expect(told).toMatchObject({ period: periods.mean, jitter: periods.deviation, periods: periods.count });
  expect(told.filtered.period).toBe(Math.floor(periods.filtered / 64));
});

test('a run that goes on over a preemption is one run; waiting is told apart from sleeping', () => {
  const task = record();
  task.leave(0, 1 * ms, 2000, 'sleep');
  task.wake(5 * ms, 9);
  task.leave(6 * ms, 8 * ms, 2000, 'preempted');
  task.leave(11 * ms, 12 * ms, 4000, 'sleep');
  const told = task.told(20 * ms, 1);
  expect(told).toMatchObject({ run: 4 * ms, wait: 4 * ms, sleep: 4 * ms, voluntary: 2, involuntary: 1, wakeups: 1 });
  expect(told.work).toBe((1 * 2000 + 2 * 2000 + 1 * 4000) * ms);
  expect(told.meanRun).toBe(Math.floor((3 * ms) / 1024) * 1024);
  expect(told.wakers).toEqual([{ pid: 9, times: 1 }]);
  expect(told).toMatchObject({ pid: 7, tgid: 7, name: 'drawn', start: 3, cgroup: 1, ended: false });
});

test('before 8 runs and 8 sleeps nothing is said of coherence, and before 8 periods nothing of bunching', () => {
  const task = record();
  for (let i = 0; i < 10; i++) {
    const told = task.told(i * 10 * ms, 1);
    expect(told.coherence === undefined).toBe(i < 9);
    expect(told.bunching === undefined).toBe(i < 10);
    if (i > 0) task.wake(i * 10 * ms, 0);
    task.leave(i * 10 * ms, (i * 10 + 1) * ms, 1000, 'sleep');
  }
});

test('a fifth waker takes the place and the count of the rarest; a second wake-up of one sleep counts once', () => {
  const task = record();
  const wakers = [1, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5];
  for (const [i, by] of wakers.entries()) {
    task.leave(i * 10 * ms, (i * 10 + 1) * ms, 1000, 'sleep');
    task.wake((i * 10 + 5) * ms, by);
    task.wake((i * 10 + 6) * ms, 99);
  }
  expect(task.told(200 * ms, 1).wakers).toEqual([
    { pid: 1, times: 3 },
    { pid: 2, times: 3 },
    { pid: 5, times: 3 },
    { pid: 4, times: 3 },
  ]);
  expect(task.told(200 * ms, 1).wakeups).toBe(wakers.length);
});

test('what runs now is told with the time of its stay', () => {
  const task = record();
  task.leave(0, ms, 1000, 'preempted');
  expect(task.told(5 * ms, 1, { since: 2 * ms, mhz: 3000 })).toMatchObject({ run: 4 * ms, work: (1000 + 9000) * ms });
  expect(task.told(5 * ms, 1)).toMatchObject({ run: ms, work: 1000 * ms });
});
