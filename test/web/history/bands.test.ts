import { expect, it } from 'vitest';
import type { InForce } from '../../../src/journal/query/history.js';
import { bandsOf, profileOf, sourceOf } from '../../../src/web/history/bands.js';

const under = (at: number, profile: string, measuredMs: number, changes: Partial<InForce> = {}): InForce => ({
  at,
  profile,
  measuredMs,
  mode: 'govern',
  source: 'mains',
  ...changes,
});

it('joins steps of the same, and takes what was longest within a step', () => {
  const all = [
    under(10, 'balanced', 6),
    under(0, 'balanced', 10),
    under(10, 'performance', 4),
    under(20, 'performance', 10),
  ];
  expect(bandsOf(all, 10, profileOf)).toEqual([
    { from: 0, until: 20, what: 'balanced' },
    { from: 20, until: 30, what: 'performance' },
  ]);
});

it('leaves time without a measurement empty', () => {
  expect(bandsOf([under(0, 'balanced', 1), under(20, 'balanced', 1)], 10, profileOf)).toHaveLength(2);
  expect(bandsOf([], 10, profileOf)).toEqual([]);
});

it('adds up the same name of several conditions', () => {
  const all = [
    under(0, 'balanced', 4, { source: 'battery' }),
    under(0, 'performance', 3, { source: 'battery' }),
    under(0, 'power-saver', 5),
  ];
  expect(bandsOf(all, 10, sourceOf)).toEqual([{ from: 0, until: 10, what: 'battery' }]);
});

it('says of time in which nothing was written that it was observed', () => {
  expect(bandsOf([under(0, 'balanced', 1, { mode: 'observe' })], 10, profileOf)[0]?.what).toBe('balanced, observed');
});
