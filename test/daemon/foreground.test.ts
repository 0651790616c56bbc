import { expect, test } from 'vitest';
import { isNews } from '../../src/daemon/foreground.js';

test('who looks on hears of a word that changed and of a clock that moved, not of every step of it', () => {
  expect(isNews(undefined, [4_000_000])).toBe(true);
  expect(isNews([4_000_000, 'power'], [4_000_000, 'power'])).toBe(false);
  expect(isNews([4_000_000], [3_900_000])).toBe(false);
  expect(isNews([4_000_000], [3_700_000])).toBe(true);
  expect(isNews([4_000_000, 'power'], [4_000_000, 'performance'])).toBe(true);
});
