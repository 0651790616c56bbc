import { describe, expect, it } from 'vitest';
import { ProbeSchedule } from '../../../src/governor/gpu/probe-schedule.js';

describe('Looks', () => {
  it('come every half hour while they cost little, and after minutes where more certainty may change the answer', () => {
    const times = (uncertain: boolean, price: number): number[] => {
      const looks = new ProbeSchedule();
      return Array.from({ length: 7200 }, (_, i) => i + 1).filter(() => {
        looks.pass(1);
        const due = looks.isDue(price, uncertain);
        if (due) looks.end();
        return due;
      });
    };
    expect(times(false, 0.4)).toEqual([1801, 3602, 5403]);
    expect(times(true, 0.4)).toEqual([151, 452, 1053, 2254, 4055, 5856]);
  });

  it('come seldom where they cost much: 0.3 % of the energy between two', () => {
    const looks = new ProbeSchedule();
    looks.pass(1900);
    expect(looks.isDue(12, true)).toBe(false);
    looks.pass(2110);
    expect(looks.isDue(12, true)).toBe(true);
  });

  it('in the search are three at most, and none where one costs more than 0.3 % of half an hour', () => {
    const cheap = new ProbeSchedule();
    expect([1, 2, 3, 4].map(() => cheap.mayTry(1))).toEqual([true, true, true, false]);
    const fair = new ProbeSchedule();
    expect([1, 2, 3].map(() => fair.mayTry(2.6))).toEqual([true, true, false]);
    expect(new ProbeSchedule().mayTry(5.5)).toBe(false);
  });
});
