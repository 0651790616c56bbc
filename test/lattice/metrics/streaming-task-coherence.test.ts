import { describe, expect, it } from 'vitest';
import { StreamingTaskCoherence } from '../../../src/lattice/metrics/streaming-task-coherence.js';
import { type TaskCoherence, taskCoherence } from '../../../src/lattice/metrics/task-coherence.js';
import { dice } from '../support.js';

const ms = 1_000_000;

function both(run: (i: number) => number, sleep: (i: number) => number, n: number): (TaskCoherence | undefined)[] {
  const stream = new StreamingTaskCoherence();
  const lengths = (f: (i: number) => number) => Array.from({ length: n }, (_, i) => Math.round(f(i)));
  const [runs, sleeps] = [lengths(run), lengths(sleep)];
  for (const [i, ns] of runs.entries()) {
    stream.pushRun(ns);
    stream.pushSleep(sleeps[i] ?? Number.NaN);
  }
  const newest = n < 64 ? n : 64 + (n % 64);
  return [
    stream.value,
    taskCoherence(Float64Array.from(runs.slice(-newest)), Float64Array.from(sleeps.slice(-newest))),
  ];
}

describe('StreamingTaskCoherence', () => {
  /** The most that was seen with other numbers is 0.084: `IntervalSeries` has the bound that holds for any series. */
  it('is within 0.1 of the batch for steady, slowly changing, independent and taking-turns tasks', () => {
    const random = dice(5);
    const steady = (mean: number) => () => mean * (1 + 0.04 * (random() - 0.5));
    const fresh = (mean: number) => () => -mean * Math.log(1 - random());
    const slow = (mean: number) => (i: number) => mean * (2 + Math.sin(i / 20));
    const turns = (mean: number) => (i: number) => mean * (1 + 0.5 * (-1) ** i) * (1 + 0.1 * random());
    const shapes = [steady, fresh, slow, turns];
    for (const run of shapes)
      for (const sleep of shapes)
        for (const n of [63, 64, 96, 100, 127, 128, 300]) {
          const [stream, batch] = both(run(6 * ms), sleep(10 * ms), n);
          expect(Math.abs((stream?.coherence ?? Number.NaN) - (batch?.coherence ?? Number.NaN))).toBeLessThan(0.1);
          expect(Math.abs((stream?.share ?? Number.NaN) - (batch?.share ?? Number.NaN))).toBeLessThan(0.1);
        }
  });

  it('has a steady task at 1, as exactly as the batch', () => {
    const [stream, batch] = both(
      () => 6 * ms,
      () => 10 * ms,
      90,
    );
    expect(stream).toEqual({ coherence: 1, share: 1 });
    expect(batch).toEqual(stream);
  });

  it('is unknown before 8 runs and 8 sleeps', () => {
    const stream = new StreamingTaskCoherence();
    for (let i = 0; i < 8; i++) stream.pushRun(ms);
    for (let i = 0; i < 7; i++) stream.pushSleep(ms);
    expect(stream.value).toBeUndefined();
    stream.pushSleep(ms);
    expect(stream.value).toEqual({ coherence: 1, share: 1 });
  });
});
