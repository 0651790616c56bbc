import { expect, it } from 'vitest';
import type { Block } from '../../src/experiment/blocks.js';
import { verdictOf } from '../../src/experiment/verdict.js';

/** Blocks in which A saves about that share. */
const blocks = (saving: number, spread: number, count: number): Block[] =>
  Array.from({ length: count }, (_, block) => ({
    block,
    logRatio: Math.log(1 - saving) + spread * Math.sin(2.4 * block),
    weight: 1,
  }));

it('a saving that every block shows is one, with its interval around it', () => {
  const verdict = verdictOf(blocks(0.12, 0.05, 24), 1);
  expect(verdict).toMatchObject({ kind: 'saves', blocks: 24, wanted: null });
  expect(verdict.saving).toBeCloseTo(0.12, 2);
  expect(verdict.interval.low).toBeGreaterThan(0.09);
  expect(verdict.interval.low).toBeLessThan(verdict.saving);
  expect(verdict.interval.high).toBeGreaterThan(verdict.saving);
  expect(verdict.chance).toBeLessThan(0.001);
});

it('what costs is not called a saving', () => {
  const verdict = verdictOf(blocks(-0.12, 0.05, 24), 1);
  expect(verdict.kind).toBe('costs');
  expect(verdict.interval.high).toBeLessThan(0);
});

it('an interval with zero in it tells nothing but how long it would take', () => {
  const verdict = verdictOf(blocks(0.03, 0.3, 24), 1);
  expect(verdict.kind).toBe('open');
  expect(verdict.interval.low).toBeLessThan(0);
  expect(verdict.interval.high).toBeGreaterThan(0);
  expect(verdict.wanted).toBeGreaterThan(100);
});

it('how long it would take is about right: that many blocks of the same kind tell it', () => {
  const { wanted } = verdictOf(blocks(0.1, 0.3, 12), 1);
  expect(wanted).not.toBeNull();
  expect(verdictOf(blocks(0.1, 0.3, wanted ?? 0), 1).kind).toBe('saves');
});

it('too few blocks ask for the fewest that can tell', () => {
  expect(verdictOf(blocks(0.3, 0, 3), 1)).toMatchObject({ kind: 'open', wanted: 6 });
  expect(verdictOf([], 1)).toMatchObject({ kind: 'open', blocks: 0, wanted: 6 });
});
