import { describe, expect, it } from 'vitest';
import { type BatteryMoment, secondsLeft } from '../../src/model/battery-left.js';

const minutes = 60_000;
const each = (...watts: (number | null)[]): BatteryMoment[] => watts.map((w, i) => ({ at: i * minutes, watts: w }));

describe('the time that a battery lasts', () => {
  it('is its energy over the mean power', () => {
    expect(secondsLeft(50, each(10, 10, 10), 5 * minutes)).toBe(5 * 3600);
    expect(secondsLeft(30, each(5, 15, 10), 5 * minutes)).toBe(3 * 3600);
  });

  it('looks back only so far, and not past a time of charging or without a reading', () => {
    expect(secondsLeft(50, each(100, 100, 10, 10), minutes)).toBe(5 * 3600);
    expect(secondsLeft(50, each(100, -20, 10, 10), 9 * minutes)).toBe(5 * 3600);
    expect(secondsLeft(50, each(100, null, 10, 10), 9 * minutes)).toBe(5 * 3600);
  });

  it('is not known while it charges, rests, or has just begun to discharge', () => {
    expect(secondsLeft(50, each(10, 10, -5), 5 * minutes)).toBeUndefined();
    expect(secondsLeft(50, each(10, 10, 0.1), 5 * minutes)).toBeUndefined();
    expect(secondsLeft(50, each(-5, 10), 5 * minutes)).toBeUndefined();
    expect(secondsLeft(50, [], 5 * minutes)).toBeUndefined();
    expect(secondsLeft(0, each(10, 10), 5 * minutes)).toBeUndefined();
    expect(secondsLeft(Number.NaN, each(10, 10), 5 * minutes)).toBeUndefined();
  });

  it('knows nothing of before a clock was set back', () => {
    const moments = [{ at: 9 * minutes, watts: 100 }, ...each(10, 10)];
    expect(secondsLeft(50, moments, 99 * minutes)).toBe(5 * 3600);
  });
});
