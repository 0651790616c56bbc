import { expect, test } from 'vitest';
import { nondecreasing } from '../../../src/governor/gpu/monotone.js';

test('what is in order stays, what is not is pooled by its weights', () => {
  expect(nondecreasing([1, 2, 3], [1, 1, 1])).toEqual([1, 2, 3]);
  expect(nondecreasing([1, 4, 2, 5], [1, 1, 3, 1])).toEqual([1, 2.5, 2.5, 5]);
  expect(nondecreasing([3, 2, 1], [1, 1, 1])).toEqual([2, 2, 2]);
  expect(nondecreasing([], [])).toEqual([]);
});
