import { newestWeight } from './pole.js';
import { phi } from './resolvent.js';

const one = 65536;
const limit = 2 ** 20;

/**
 * The weight a = round(65536·α) of `FixedPointFilter`, a whole number from 1 to 65535: 35107 with λ = φ.
 * Throws RangeError where it would be outside that range, which is for λ below 7.6e-6 or above 4e9.
 */
export function fixedWeight(lambda = phi): number {
  const a = Math.round(one * newestWeight(lambda));
  if (!(a >= 1 && a < one))
    throw new RangeError(`lambda is ${lambda}, which makes the weight ${a}, expected 1 to 65535`);
  return a;
}

/**
 * One step, s + (a·(target − s) + 0x8000) >> 16, of whole numbers: exact in doubles as in 64-bit integers while |target − s| < 2⁴⁶, because the
 * product is taken of high and low half apart.
 */
export function fixedStep(s: number, target: number, a: number): number {
  const gap = target - s;
  const high = Math.floor(gap / one);
  return s + a * high + Math.floor((a * (gap - high * one) + one / 2) / one);
}

/**
 * The causal filter in the integers that a BPF program or a kernel has: s ← s + (a·(x·2¹⁶ − s) + 0x8000) >> 16, with s scaled by 2¹⁶.
 *
 * A step rounds by at most 2⁻¹⁷ of x's unit and the filter forgets, so it stays within 2⁻¹⁷/α of the same filter with α = a/65536 in exact
 * arithmetic. In C the integers are signed, 64 bits wide. Here doubles hold the same integers.
 */
export class FixedPointFilter {
  /** a = round(65536·α), see `fixedWeight`. */
  readonly weight: number;
  private state: number;

  /**
   * `start` is the state before the first sample. Throws RangeError unless it is a whole number below 2²⁰ in size and `fixedWeight(lambda)` exists.
   */
  constructor(lambda = phi, start = 0) {
    this.weight = fixedWeight(lambda);
    this.state = scaled(start);
  }

  /** Takes a whole number below 2²⁰ in size (so scale nanoseconds first). Throws RangeError on any other, which would overflow in a kernel. */
  push(x: number): void {
    this.state = fixedStep(this.state, scaled(x), this.weight);
  }

  /** The state s, a whole number: 65536 times the filtered value. */
  get raw(): number {
    return this.state;
  }

  /** The filtered value in x's unit, with 16 binary places. */
  get value(): number {
    return this.state / one;
  }
}

function scaled(x: number): number {
  if (!(Number.isInteger(x) && Math.abs(x) < limit))
    throw new RangeError(`x is ${x}, expected a whole number, |x| < 2^20`);
  return x * one;
}
