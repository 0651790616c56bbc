/**
 * What all octaves of the horizon share: the regressors of the last samples, and the left side of the least-squares fits.
 *
 * Regressors are the sample and five causal filters of doubling time constants from 1.3 samples on, as offsets from the running mean. An octave
 * that looks h samples ahead is fitted to regressors that are at least h samples old. Its matrix is the E[z·zᵀ] of that time, which is factorised
 * every 16 samples for all octaves at once and kept.
 */

import { newestWeight } from '../filters/pole.js';
import { phi } from '../filters/resolvent.js';
import { factorize } from './least-squares.js';
import { at } from './series.js';

const alphas = Float64Array.from([1, 4, 16, 64, 256], scale => newestWeight(phi * scale));
/** How many regressors there are. */
export const width = alphas.length + 1;
/** A slot of the ring holds the regressors, the running mean they are offsets from, and the sample. */
export const meanPlace = width;
export const samplePlace = width + 1;
const slotSize = width + 2;
/** Fits are renewed every so many samples. */
export const fitEvery = 16;
/** Share of E[z₀²] added to the ridge, so that a fit to exact figures stays solvable. */
const relativeRidge = 1e-9;

export class Regressors {
  readonly ring: Float64Array;
  /** Factors of the newest fits' matrices, one after the other. */
  readonly factors: Float64Array;
  /** Samples so far. */
  count = 0;
  /** Slots of the ring less one: their number is a power of two, because a remainder by any other number costs more than all else here. */
  private readonly mask: number;
  private readonly fits: number;
  private readonly window: number;
  private readonly ridge: number;
  private readonly states = new Float64Array(alphas.length);
  private readonly gram = new Float64Array(width * width);
  private mean = 0;

  /**
   * Remembers more than `longest` samples, a power of two; averages are plain over `window` samples and forget after; `ridge` in the signal's unit
   * squared.
   */
  constructor(longest: number, window: number, ridge: number) {
    this.mask = 2 * longest - 1;
    this.fits = Math.floor(longest / fitEvery) + 1;
    this.window = window;
    this.ridge = ridge;
    this.ring = new Float64Array(slotSize * 2 * longest);
    this.factors = new Float64Array(width * width * this.fits);
  }

  /** Where in `ring` sample number i begins, for the newest and the `longest` before it. */
  slot(i: number): number {
    return slotSize * (i & this.mask);
  }

  /** Where in `factors` the fit to the first `samples` regressors begins, a multiple of 16. */
  fit(samples: number): number {
    return width * width * (Math.floor(samples / fitEvery) % this.fits);
  }

  push(x: number): void {
    const { ring, states, gram } = this;
    const from = this.slot(this.count);
    if (this.count === 0) states.fill(x);
    this.count++;
    const weight = 1 / Math.min(this.count, this.window);
    this.mean += weight * (x - this.mean);
    ring[from] = x - this.mean;
    for (let i = 0; i < states.length; i++) {
      states[i] = at(states, i) + at(alphas, i) * (x - at(states, i));
      ring[from + i + 1] = at(states, i) - this.mean;
    }
    ring[from + meanPlace] = this.mean;
    ring[from + samplePlace] = x;
    for (let i = 0; i < width; i++) {
      const z = at(ring, from + i);
      for (let j = 0; j <= i; j++) {
        const g = at(gram, i * width + j);
        gram[i * width + j] = g + weight * (z * at(ring, from + j) - g);
      }
    }
    if (this.count % fitEvery === 0) this.factorize();
  }

  reset(): void {
    this.count = 0;
    this.mean = 0;
    this.gram.fill(0);
  }

  private factorize(): void {
    const { factors, gram } = this;
    const offset = this.fit(this.count);
    const ridge = this.ridge + relativeRidge * at(gram, 0);
    factors.set(gram, offset);
    for (let i = 0; i < width; i++) factors[offset + i * width + i] = at(gram, i * width + i) + ridge;
    factorize(factors, offset, width);
  }
}
