import { describe, expect, it } from 'vitest';
import type { Sample } from '../../../src/model/sensing/sample.js';
import { WorkMeter, workUnitOf } from '../../../src/model/sensing/work-meter.js';
import { nanoseconds } from '../../../src/model/units.js';
import { madeDescription } from '../../control/made.js';

const counters = (...names: string[]) => ({
  signals: names.map(name => ({ name, unit: '', kind: 'counter' as const })),
});
const sample = (...values: number[]): Sample => ({
  at: nanoseconds(0),
  epoch: 1,
  values: Float64Array.from(values),
});

describe('workUnitOf', () => {
  it.each([
    ['instructions', ['cpu0.busy', 'policy0.cur_freq', 'cpu0.instructions']],
    ['cycles', ['cpu0.busy', 'policy0.cur_freq']],
    [undefined, ['cpu0.busy']],
    [undefined, []],
  ])('%s out of %j', (unit, names) => {
    expect(workUnitOf(madeDescription(counters(...names)))).toBe(unit);
  });
});

describe('WorkMeter', () => {
  it('adds up the instructions of all CPUs, without those that are missing or went back', () => {
    const description = madeDescription(counters('cpu0.instructions', 'cpu1.instructions', 'cpu4.instructions'));
    const meter = new WorkMeter(description, 'instructions');
    expect(meter.follow(sample(100, 5, 7))).toBeUndefined();
    expect(meter.follow(sample(150, Number.NaN, 9))).toBe(52);
    expect(meter.follow(sample(160, 8, 3))).toBe(10);
    expect(meter.follow(sample(Number.NaN, Number.NaN, Number.NaN))).toBeUndefined();
  });

  it('counts cycles by busy time and the frequency of its domain', () => {
    const names = ['cpu0.busy', 'cpu4.busy', 'policy0.cur_freq', 'policy4.cur_freq'];
    const meter = new WorkMeter(madeDescription(counters(...names)), 'cycles');
    meter.follow(sample(0, 0, 2_000_000, 1_000_000));
    // 0.5 s at 2 GHz and 0.25 s at 1 GHz.
    expect(meter.follow(sample(0.5e9, 0.25e9, 2_000_000, 1_000_000))).toBeCloseTo(1.25e9, 0);
  });
});
