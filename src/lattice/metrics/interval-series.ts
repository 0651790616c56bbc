/**
 * Coherence, bunching, mean and deviation of a task's intervals in the integers that a BPF program has: no floats, no unbounded loop, 64 bits.
 * native/include/phi_coherence.h computes the same, equal to the bit. The definition is this project's own:
 *
 * 1. An interval counts in units of 1024 ns, x = min(⌊ns/1024⌋, 2²⁴ − 1).
 * 2. The φ-filter of `FixedPointFilter` runs over x, from the first x on. s⁻ is its value before a sample, rounded to 8 binary places.
 * 3. Four sums, of x, x², s⁻ and x·s⁻, over blocks of 64 samples: the block that fills and the last full one, so the newest 64 to 127 samples.
 * 4. r = cov(x, s⁻)/var(x) from the sums. The φ-filter's state is the discounted past, s⁻ = S·(1−ρ)/ρ + const in the terms of lag-moments.ts, and
 *    C_w = (1−ρ)/(1+ρ). So r = (C − C_w)/(1 − C_w): coherence is r, clipped to [0, 1], and bunching is r where r ≥ 0, else r·√(1+4φ) = r/C_w.
 *    In words: r says how much of an interval's deviation the filter knew before.
 * 5. As in `taskCoherence`, a standard deviation below 5 % of the mean is none: coherence 1.
 *
 * Distance from the batch metrics of the same n samples (in units, before clipping): |Δr| ≤ 3.74·D²/(n·variance) + 2⁻⁸/σ + 2⁻¹³ with D the largest
 * |x − mean| in the window and in the 64 samples before it. The first term is the edge, where the batch takes the series as periodic and the stream
 * knows the real past; for samples without order it is about 1/n in fact. Mean and variance are exact.
 */
import { fixedStep, fixedWeight } from '../filters/fixed-point.js';
import { phi } from '../filters/resolvent.js';

/** 1 in the results, which are whole numbers. */
export const fixedOne = 65536;

const one = BigInt(fixedOne);
const weight = fixedWeight(phi);
const spreadOfPast = BigInt(Math.round(fixedOne * Math.sqrt(1 + 4 * phi)));
const unitNs = 1024;
const most = 2 ** 24 - 1;
const block = 64;
const fewest = 8n;
/** (1/0.05)². */
const steady = 400n;

class Sums {
  x = 0n;
  square = 0n;
  before = 0n;
  product = 0n;
}

interface Moments {
  readonly n: bigint;
  readonly sum: bigint;
  /** n² times the variance. */
  readonly spread: bigint;
  /** r in 65536ths, in [−65536, 65536]; 0 without variance. */
  readonly predicted: bigint;
}

/** The newest intervals of one kind, as the kernel's program keeps them. A reference: it allocates. */
export class IntervalSeries {
  /** The φ-filtered interval in units of 1024 ns, times 65536. */
  filtered = 0;
  private readonly samples: [number, number] = [0, 0];
  private now = new Sums();
  private last = new Sums();

  /** Takes an interval in whole ns. Throws RangeError on what is none. */
  push(ns: number): void {
    if (!(Number.isInteger(ns) && ns >= 0))
      throw new RangeError(`the interval is ${ns}, expected a whole number of ns, ≥ 0`);
    const x = Math.min(Math.floor(ns / unitNs), most);
    const target = x * fixedOne;
    if (this.count === 0) this.filtered = target;
    this.add(BigInt(x), BigInt(Math.floor((this.filtered + 0x80) / 256)));
    this.filtered = fixedStep(this.filtered, target, weight);
  }

  /** The samples that the values are of: up to 127. */
  get count(): number {
    return this.samples[0] + this.samples[1];
  }

  /** The sums of the block that fills, then those of the last full one: x, x², s⁻, x·s⁻. */
  get sums(): readonly bigint[] {
    return [this.now, this.last].flatMap(({ x, square, before, product }) => [x, square, before, product]);
  }

  /** Coherence in 65536ths, 0 to 65536; `undefined` for fewer than 8 samples. */
  get coherence(): number | undefined {
    const r = this.order;
    return r === undefined ? undefined : Math.max(0, r);
  }

  /** r in 65536ths, and 65536 where the intervals are steady; `undefined` for fewer than 8 samples. */
  get order(): number | undefined {
    const { n, sum, spread, predicted } = this.moments;
    if (n < fewest) return undefined;
    return spread === 0n || spread * steady < sum * sum ? fixedOne : Number(predicted);
  }

  /** Bunching in 65536ths, −65536 (long and short take turns) to 65536; 0 for constant intervals; `undefined` for fewer than 8 samples. */
  get bunching(): number | undefined {
    const { n, predicted } = this.moments;
    if (n < fewest) return undefined;
    if (predicted >= 0n) return Number(predicted);
    return -Math.min(fixedOne, Number((-predicted * spreadOfPast) / one));
  }

  /** The mean interval in ns; 0 without samples. */
  get mean(): number {
    const { n, sum } = this.moments;
    return n === 0n ? 0 : Number((sum * BigInt(unitNs)) / n);
  }

  /** The standard deviation of the interval in ns; 0 without samples. */
  get deviation(): number {
    const { n, spread } = this.moments;
    return n === 0n ? 0 : Number((wholeRoot(spread) * BigInt(unitNs)) / n);
  }

  private add(x: bigint, before: bigint): void {
    const { now, samples } = this;
    now.x += x;
    now.square += x * x;
    now.before += before;
    now.product += x * before;
    if (++samples[0] < block) return;
    this.last = now;
    this.now = new Sums();
    samples[0] = 0;
    samples[1] = block;
  }

  private get moments(): Moments {
    const { now, last } = this;
    const n = BigInt(this.count);
    const sum = now.x + last.x;
    const spread = n * (now.square + last.square) - sum * sum;
    const [covariance, places] = covarianceOf(n, sum, spread, now.before + last.before, now.product + last.product);
    const size = spread === 0n ? 0n : ratio(covariance < 0n ? -covariance : covariance, spread, 16n - places);
    return { n, sum, spread, predicted: covariance < 0n ? -size : size };
  }
}

/**
 * n·Σx·s⁻ − Σx·Σs⁻, and its binary places. In C the products need room in 64 bits, so large sums lose places after the point, of 8. Where that may
 * count the covariance itself has room, and is exact.
 */
function covarianceOf(n: bigint, sum: bigint, spread: bigint, before: bigint, product: bigint): [bigint, bigint] {
  let dropped = 0n;
  while (dropped < 8n && (before >> (32n + dropped) > 0n || product >> (56n + dropped) > 0n)) dropped++;
  const coarse = n * (product >> dropped) - sum * (before >> dropped);
  const size = coarse < 0n ? -coarse : coarse;
  if (spread >> 52n > 0n || size >> (8n - dropped) > spread + sum + n) return [coarse, 8n - dropped];
  return [n * product - sum * before, 8n];
}

/** numerator·2^shift/denominator, at most 65536. In C the numerator has 63 bits: what it has no room for is dropped from the denominator. */
function ratio(numerator: bigint, denominator: bigint, shift: bigint): bigint {
  let up = 0n;
  while (up < shift && numerator >> (62n - up) === 0n) up++;
  const divisor = denominator >> (shift - up);
  const result = divisor === 0n ? one : (numerator << up) / divisor;
  return result < one ? result : one;
}

/** ⌊√x⌋, x < 2⁶². */
function wholeRoot(x: bigint): bigint {
  let root = 0n;
  for (let bit = 1n << 30n; bit > 0n; bit >>= 1n) if ((root + bit) ** 2n <= x) root += bit;
  return root;
}
