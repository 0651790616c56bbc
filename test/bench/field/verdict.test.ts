import { expect, it } from 'vitest';
import type { Errors } from '../../../bench/field/forecasts.js';
import { median, verdict } from '../../../bench/field/verdict.js';

const errors = (field: number): Errors => ({ fixed: 1, field, steps: 1, mean: 1, last: 1, hindsight: 1 });

it.each([
  [[0.7, 0.8, 2], { word: 'wins', ratio: 0.8, better: 2, worse: 1, of: 3 }],
  [[0.7, 0.97, 1.02, 1.2], { word: 'no better', better: 1, worse: 1, of: 4 }],
  [[0.9, 1.1, 1.2], { word: 'worse', ratio: 1.1, better: 1, worse: 2, of: 3 }],
])('of %j says so', (ratios, said) => {
  expect(verdict(ratios.map(errors), 'fixed')).toMatchObject(said);
});

it('has a median between the middle two', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([3, 1, 2])).toBe(2);
});
