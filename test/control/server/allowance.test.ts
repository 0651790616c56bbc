import { expect, test } from 'vitest';
import { Allowance } from '../../../src/control/server/allowance.js';

test('what was saved up at once, then so many a second, and no more is saved than the burst', () => {
  let now = 0;
  const allowance = new Allowance(10, 20, () => now);
  const taken = (tries: number) => Array.from({ length: tries }, () => allowance.take()).filter(Boolean).length;
  expect(taken(30)).toBe(20);
  now = 500;
  expect(taken(30)).toBe(5);
  now = 1e6;
  expect(taken(30)).toBe(20);
});
