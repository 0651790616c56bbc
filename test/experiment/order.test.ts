import { expect, it } from 'vitest';
import { orderOf } from '../../src/experiment/coin.js';

const firsts = (seed: number, blocks: number): boolean[] =>
  Array.from({ length: blocks }, (_, block) => orderOf(seed, block)[0] === 'a');
const share = (of: readonly boolean[]): number => of.filter(Boolean).length / of.length;

it('each block has both policies, in the same order for the same seed', () => {
  for (let block = 0; block < 50; block++) {
    expect([...orderOf(3, block)].sort()).toEqual(['a', 'b']);
    expect(orderOf(3, block)).toEqual(orderOf(3, block));
  }
});

it('the coin is fair, within an experiment, over seeds, and from one block to the next', () => {
  expect(share(firsts(12345, 20_000))).toBeCloseTo(0.5, 1.7);
  expect(share(Array.from({ length: 20_000 }, (_, seed) => firsts(seed, 1)[0] === true))).toBeCloseTo(0.5, 1.7);
  const all = firsts(99, 20_000);
  expect(share(all.slice(1).map((first, i) => first === all[i]))).toBeCloseTo(0.5, 1.7);
});
