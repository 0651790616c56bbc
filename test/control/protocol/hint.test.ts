import { expect, test } from 'vitest';
import { parseHint } from '../../../src/control/protocol/hint.js';

test('a hint has a deadline, a latency or a word on batches; null takes it back', () => {
  expect(parseHint({ deadline: 16.7 })).toEqual({ deadline: 16.7, latency: null, batch: false });
  expect(parseHint({ latency: 0.5, batch: true, later: 'field' })).toEqual({
    deadline: null,
    latency: 0.5,
    batch: true,
  });
  expect(parseHint({ batch: false })).toEqual({ deadline: null, latency: null, batch: false });
  expect(parseHint(null)).toBe(null);
});

test.each([
  [7, 'hint: expected {"deadline":16.7,"latency":5,"batch":false}, any one of them, or null'],
  [[], 'hint: expected {"deadline":16.7,"latency":5,"batch":false}, any one of them, or null'],
  [{}, 'hint: expected a deadline, a latency or batch; null takes one back'],
  [{ deadline: 0 }, 'hint.deadline: expected a number above 0, up to 3600000 ms'],
  [{ deadline: 3_600_001 }, 'hint.deadline: expected a number above 0, up to 3600000 ms'],
  [{ latency: '5' }, 'hint.latency: expected a number above 0, up to 3600000 ms'],
  [{ latency: Number.NaN }, 'hint.latency: expected a number above 0, up to 3600000 ms'],
  [{ batch: 1 }, 'hint.batch: expected true or false'],
])('%j is refused', (field, error) => {
  expect(parseHint(field)).toBe(error);
});
