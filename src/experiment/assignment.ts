import type { Arm } from '../model/experiment-period.js';
import { Coin } from './coin.js';

/** Which policy comes first in each block, by a fair coin each: what the randomisation test rests on. Block k's coin depends on seed and k alone. */
export function orderOf(seed: number, block: number): readonly [Arm, Arm] {
  const coin = new Coin((Math.imul(seed, 0x9e3779b1) ^ Math.imul(block + 1, 0x85ebca6b)) >>> 0);
  return coin.throw() ? ['a', 'b'] : ['b', 'a'];
}
