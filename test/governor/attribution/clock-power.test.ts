import { describe, expect, it } from 'vitest';
import { clockPower } from '../../../src/governor/attribution/clock-power.js';
import { genericPower } from '../../../src/governor/power-curve/generic.js';

const big = { id: 0, hw_min: 800_000, hw_max: 5_000_000 };
const little = { id: 4, hw_min: 400_000, hw_max: 3_000_000 };
const both = [
  { policy: big, busy: 1, stall: 0 },
  { policy: little, busy: 3, stall: 0 },
];

describe('clockPower', () => {
  it('is the learned power, of the policies that have the clock, by how long they were busy', () => {
    const power = clockPower(both, id => (id === 0 ? 12 : 2));
    expect(power(2_000_000)).toBeCloseTo(12 / 4 + (2 * 3) / 4);
    expect(power(4_500_000)).toBe(12);
    expect(power(500_000)).toBe(2);
  });

  it('counts policies alike where none was busy, and all of them where none has the clock', () => {
    const resting = both.map(p => ({ ...p, busy: 0 }));
    const power = clockPower(resting, id => (id === 0 ? 12 : 2));
    expect(power(2_000_000)).toBe(7);
    expect(power(6_000_000)).toBe(7);
  });

  it('asks for clocks within the policy’s range only', () => {
    const asked: number[] = [];
    clockPower([{ policy: big, busy: 1, stall: 0 }], (_, khz) => {
      asked.push(khz);
      return 1;
    })(5_100_000);
    for (const khz of asked) expect(khz >= big.hw_min && khz <= big.hw_max).toBe(true);
  });

  it('is of the generic shape where one curve is missing, or there is no policy', () => {
    const power = clockPower(both, id => (id === 0 ? 12 : undefined));
    expect(power(5_000_000)).toBe(genericPower(1));
    expect(power(2_500_000)).toBeCloseTo(genericPower(0.5), 2);
    expect(clockPower([], () => 3)(1)).toBe(genericPower(1));
  });

  it('rises with the clock', () => {
    const power = clockPower([{ policy: big, busy: 1, stall: 0 }], () => undefined);
    const values = Array.from({ length: 40 }, (_, i) => power(800_000 + i * 100_000));
    expect(values).toEqual([...values].sort((a, b) => a - b));
  });
});
