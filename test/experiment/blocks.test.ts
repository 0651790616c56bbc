import { expect, it } from 'vitest';
import { blocksOf } from '../../src/experiment/blocks.js';
import type { Arm, Period } from '../../src/model/people/experiment-period.js';

const period = (block: number, arm: Arm, changes: Partial<Period> = {}): Period => ({
  block,
  arm,
  energy: 100,
  work: 10,
  dropped: null,
  ...changes,
});

it('a block is what A needs for a unit of work beside what B needs, by the smaller work and how alike the two are', () => {
  const blocks = blocksOf([period(4, 'b', { energy: 200, work: 20 }), period(4, 'a', { energy: 88 })]);
  expect(blocks).toEqual([{ block: 4, logRatio: expect.closeTo(Math.log(0.88), 12), weight: 2.5 }]);
});

it.each([
  ['dropped', { dropped: 'suspend' }],
  ['without work', { work: 0 }],
  ['without energy', { energy: 0 }],
  ['of unknown work', { work: Number.NaN }],
])('a block with a period %s does not count', (_, changes) => {
  const good = [period(1, 'a'), period(1, 'b')];
  expect(blocksOf([period(0, 'a', changes), period(0, 'b'), ...good]).map(b => b.block)).toEqual([1]);
  expect(blocksOf([period(0, 'b', changes), period(0, 'a'), ...good]).map(b => b.block)).toEqual([1]);
});

it('half a block does not count', () => {
  expect(blocksOf([period(0, 'a'), period(1, 'b')])).toEqual([]);
});
