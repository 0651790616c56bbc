import type { Arm } from '../model/people/experiment-period.js';

/** A fair coin that gives the same results for the same seed: an experiment can continue after a restart, and anybody can check it. */
export class Coin {
  private state: number;
  private bits = 0;
  private left = 0;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  throw(): boolean {
    if (this.left === 0) {
      this.bits = this.next();
      this.left = 32;
    }
    this.left--;
    const heads = (this.bits & 1) === 1;
    this.bits >>>= 1;
    return heads;
  }

  /** splitmix32: a Weyl sequence through a finaliser, so that neighbouring seeds are unrelated. */
  private next(): number {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }
}

/**
 * Which policy comes first in each block, by one fair coin per block: the randomisation test depends on this. Block k's coin depends on seed and k
 * alone.
 */
export function orderOf(seed: number, block: number): readonly [Arm, Arm] {
  const coin = new Coin((Math.imul(seed, 0x9e3779b1) ^ Math.imul(block + 1, 0x85ebca6b)) >>> 0);
  return coin.throw() ? ['a', 'b'] : ['b', 'a'];
}
