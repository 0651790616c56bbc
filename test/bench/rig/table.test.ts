import { expect, it } from 'vitest';
import type { Run } from '../../../bench/rig/run.js';
import { rowsOf } from '../../../bench/rig/table.js';

const run = (energy: number, finished: number): Run => ({
  responses: [],
  deadlines: 0,
  late: 0,
  finished,
  energy,
  seconds: finished / 1000,
  busy: 1,
  clock: 4,
  disturbed: 0,
});

it('compares each run with performance on the same seed', () => {
  const rows = rowsOf(
    'membound',
    new Map([
      ['performance', [run(100, 1000), run(200, 2000)]],
      ['schedutil', [run(90, 1100), run(160, 2000)]],
    ]),
  );
  const [performance, schedutil] = rows;
  expect(performance).toMatchObject({ energy: { mean: 0 }, loss: { mean: 0 } });
  expect(schedutil?.energy.mean).toBeCloseTo(-0.15);
  expect(schedutil?.loss.mean).toBeCloseTo(0.05);
});

it('takes the mean of what bound the clock', () => {
  const of = (rules: Record<string, number>): Run => ({
    ...run(1, 1),
    decided: { rules, events: {}, lowestTop: 4_600_000 },
  });
  const [latticed] = rowsOf(
    'membound',
    new Map([['latticed', [of({ 'pace regular': 1 }), of({ 'pace regular': 0.5, none: 0.5 })]]]),
  );
  expect(latticed?.rules).toEqual({ 'pace regular': 0.75, none: 0.25 });
});

it('leaves out what has nothing to be compared with', () => {
  const [schedutil] = rowsOf('membound', new Map([['schedutil', [run(90, 1100)]]]));
  expect(schedutil?.energy.mean).toBeNaN();
});
