/**
 * The discrete Fourier transform X[k] = Σ x[n] e^(−2πikn/N). Only this file uses fft.js. It transforms sizes that
 * are powers of two; other sizes go through Bluestein's algorithm on top of it.
 */
import FFT from 'fft.js';
import { requireWhole } from '../metrics/series.js';
import { Bluestein } from './bluestein.js';

/**
 * A plan for one size. Complex arrays are interleaved (re, im, re, im…), 2·size long; real ones are size long. `out` is never the input.
 * A plan allocates only when it is made.
 */
export interface Fft {
  readonly size: number;
  forward(out: Float64Array, input: Float64Array): void;
  /** With the factor 1/size, so that it undoes `forward`. */
  inverse(out: Float64Array, input: Float64Array): void;
  /** Of a real series. Fills all bins, the upper half too. */
  real(out: Float64Array, input: Float64Array): void;
}

/** A plan for `size` points. Throws RangeError unless it is a whole number ≥ 1. */
export function planFft(size: number): Fft {
  requireWhole('size', size, 1);
  if (size > 1 && (size & (size - 1)) === 0) return new PowerOfTwo(size);
  let padded = 2;
  while (padded < 2 * size - 1) padded *= 2;
  return new Bluestein(size, new PowerOfTwo(padded));
}

class PowerOfTwo implements Fft {
  readonly size: number;
  private readonly plan: FFT;

  constructor(size: number) {
    this.size = size;
    this.plan = new FFT(size);
  }

  forward(out: Float64Array, input: Float64Array): void {
    this.plan.transform(out, input);
  }

  inverse(out: Float64Array, input: Float64Array): void {
    this.plan.inverseTransform(out, input);
  }

  /** fft.js leaves out the upper half of a real transform, the conjugate mirror image of the lower half. */
  real(out: Float64Array, input: Float64Array): void {
    this.plan.realTransform(out, input);
    this.plan.completeSpectrum(out);
  }
}
