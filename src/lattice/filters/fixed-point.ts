/**
 * The causal form in the integers a BPF program has: s ← s + (a·(x·2¹⁶ − s) + 0x8000) >> 16, s scaled by 2¹⁶, a = round(65536·α), which is
 * 35107 for λ = φ. Rounding errs by at most 2⁻¹⁷ of x's unit a step and the filter forgets, so it stays within 2⁻¹⁷/α of the same filter with
 * α = a/65536 in exact arithmetic.
 *
 * In C these are signed 64-bit integers. Here they are doubles that hold the same integers: with |x| < 2²⁰ and a < 2¹⁶ no product passes 2⁵³.
 */
import { newestWeight } from './pole.js';
import { phi } from './resolvent.js';

const one = 65536;
const limit = 2 ** 20;

/** a = round(65536·α). Throws RangeError where that leaves 1…65535, which the product's width needs: λ below 7.6e-6 or above 4e9. */
export function fixedWeight(lambda = phi): number {
  const a = Math.round(one * newestWeight(lambda));
  if (!(a >= 1 && a < one))
    throw new RangeError(`lambda is ${lambda}, which makes the weight ${a}, expected 1 to 65535`);
  return a;
}

export class FixedPointFilter {
  readonly weight: number;
  private state: number;

  /** `start` is the state before the first sample, a whole number below 2²⁰ in size. */
  constructor(lambda = phi, start = 0) {
    this.weight = fixedWeight(lambda);
    this.state = scaled(start);
  }

  /** Takes a whole number below 2²⁰ in size (scale nanoseconds first). Throws RangeError on any other: in a kernel it would wrap. */
  push(x: number): void {
    this.state += Math.floor((this.weight * (scaled(x) - this.state) + one / 2) / one);
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
