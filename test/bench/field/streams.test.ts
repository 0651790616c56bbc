import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { groups } from '../../../bench/field/streams.js';

it('has streams of tasks and of known laws, each of intervals that the kernel can tell', () => {
  const all = groups(readFileSync(new URL('../../native/phi_vectors.txt', import.meta.url), 'utf8'));
  expect(all.filter(({ tasks }) => tasks)).toHaveLength(5);
  expect(all.length).toBeGreaterThan(10);
  for (const { name, streams } of all) {
    expect(streams.length, name).toBeGreaterThan(10);
    for (const x of streams) {
      expect(x.length).toBeGreaterThanOrEqual(32);
      expect(x.every(v => Number.isInteger(v) && v >= 0 && v < 2 ** 24)).toBe(true);
    }
  }
});
