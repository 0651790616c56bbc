/**
 * The length of an adaptive Rice code: how many bits a series of whole numbers takes.
 *
 * 1. Fold the sign (zigzag): 0, −1, 1, −2, 2 … become 0, 1, 2, 3, 4 …
 * 2. u is written as ⌊u/2^k⌋ ones, a zero, and k bits (Rice 1979). From 32 ones on: 32 ones and 32 bits.
 * 3. k follows the mean m of the earlier u. For a geometric distribution with θ = m/(1+m) the best is max(0, ⌈log₂(ln φ / −ln θ)⌉), φ the golden
 *    ratio (Kiely 2004, Selecting the Golomb Parameter in Rice Coding). The mean is plain over 64 values and forgets exponentially after.
 */
import { phi } from '../filters/resolvent.js';

const memory = 64;
const longest = 32;
const logPhi = Math.log(phi);

/** The best Rice parameter k for numbers ≥ 0 of mean m that are geometrically distributed. Bits. */
export const riceParameter = (m: number): number =>
  m > 0 ? Math.max(0, Math.ceil(Math.log2(logPhi / Math.log1p(1 / m)))) : 0;

/** Zigzag: whole numbers to whole numbers ≥ 0, small ones first. */
export const folded = (e: number): number => (e >= 0 ? 2 * e : -2 * e - 1);

/** Length of the code of u with parameter k. Bits. */
export function riceBits(u: number, k: number): number {
  const ones = Math.floor(u / 2 ** k);
  return ones < longest ? ones + 1 + k : 2 * longest;
}

export class AdaptiveRice {
  private count = 0;
  private mean = 0;

  /** Takes the next whole number; returns the bits it costs with the parameter learned before it. */
  cost(e: number): number {
    const u = folded(e);
    const bits = riceBits(u, riceParameter(this.mean));
    if (this.count < memory) this.count++;
    this.mean += (u - this.mean) / this.count;
    return bits;
  }
}
