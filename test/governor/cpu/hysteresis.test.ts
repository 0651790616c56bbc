import { expect, it } from 'vitest';
import { Hysteresis } from '../../../src/governor/cpu/hysteresis.js';

const follow = (h: Hysteresis, ...wanted: readonly number[]): number[] => wanted.map(w => h.follow(w, 0.1));

it('rises at once and falls to the highest value called for after the time', () => {
  expect(follow(new Hysteresis(0.3), 10, 12, 8, 9, 7, 7, 7, 7)).toEqual([10, 12, 12, 12, 9, 9, 9, 7]);
});

it('falls at once by as much as is another matter', () => {
  expect(follow(new Hysteresis(0.3, 0.1), 100, 95, 80, 79)).toEqual([100, 100, 80, 80]);
});

it('begins again when a higher value was called for in between', () => {
  expect(follow(new Hysteresis(0.3), 10, 8, 8, 10, 8, 8)).toEqual([10, 10, 10, 10, 10, 10]);
});
