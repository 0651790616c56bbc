import { at, energy, mean, requirePositive, requireWhole, requireWindow, usable } from '../metrics/series.js';
import { type Fft, planFft } from './fft.js';
import type { Spectrum } from './spectrum.js';

/**
 * The Hann window, periodic form: w[n] = ½(1 − cos(2πn/N)) (Blackman and Tukey 1958; Harris 1978, which names the periodic form "DFT-even").
 * Copies shifted by N/2 add up to 1, so segments that overlap by half give all samples the same weight. Throws RangeError unless N is whole and ≥ 2.
 */
export function hann(size: number): Float64Array {
  requireWhole('window size', size, 2);
  return Float64Array.from({ length: size }, (_, n) => (1 - Math.cos((2 * Math.PI * n) / size)) / 2);
}

/**
 * The power spectrum of a stream by Welch's method (Welch 1967), with exponential forgetting.
 *
 * 1. Cut the signal into segments that overlap by half. From each remove the mean, then multiply it by a Hann window.
 * 2. Density = |X[k]|² / (rate · Σw²), doubled between 0 and Nyquist.
 * 3. Average the segments: plain over the first `memory` of them, exponentially forgetting after.
 */
export class StreamingSpectrum {
  private readonly rate: number;
  private readonly memory: number;
  private readonly fft: Fft;
  private readonly window: Float64Array;
  /** 1 / (rate · Σw²): squared magnitude to density. */
  private readonly scale: number;
  private readonly recent: Float64Array;
  private readonly tapered: Float64Array;
  private readonly bins: Float64Array;
  private readonly density: Float64Array;
  private filled = 0;
  private segments = 0;

  /**
   * `rate` in Hz, `segment` in samples, `memory` in segments. Throws RangeError unless rate is finite and > 0, segment is a whole number ≥ 2, and
   * memory is a whole number ≥ 1 or Infinity.
   */
  constructor(rate: number, segment = 256, memory = 8) {
    requirePositive('rate', rate);
    requireWindow('memory', memory);
    this.rate = rate;
    this.memory = memory;
    this.window = hann(segment);
    this.fft = planFft(segment);
    this.scale = 1 / (rate * energy(this.window));
    this.recent = new Float64Array(segment);
    this.tapered = new Float64Array(segment);
    this.bins = new Float64Array(2 * segment);
    this.density = new Float64Array(Math.floor(segment / 2) + 1);
  }

  /** Takes a sample; computes one transform per half segment. A missing sample (NaN, infinite, above 10¹⁰⁰ in size) restarts the segment. */
  push(x: number): void {
    if (!usable(x)) {
      this.filled = 0;
      return;
    }
    const { recent } = this;
    recent[this.filled++] = x;
    if (this.filled < recent.length) return;
    this.take();
    const kept = Math.floor(recent.length / 2);
    recent.copyWithin(0, recent.length - kept);
    this.filled = kept;
  }

  /** The spectrum so far, a copy; `undefined` before the first whole segment. */
  spectrum(): Spectrum | undefined {
    if (this.segments === 0) return undefined;
    const width = this.rate / this.recent.length;
    return { frequency: this.density.map((_, k) => k * width), density: this.density.slice() };
  }

  private take(): void {
    const { recent, tapered, bins, density, window } = this;
    const size = recent.length;
    const level = mean(recent);
    for (let n = 0; n < size; n++) tapered[n] = (at(recent, n) - level) * at(window, n);
    this.fft.real(bins, tapered);
    this.segments++;
    const weight = 1 / Math.min(this.segments, this.memory);
    for (let k = 0; k < density.length; k++) {
      const power = at(bins, 2 * k) ** 2 + at(bins, 2 * k + 1) ** 2;
      const sides = k === 0 || 2 * k === size ? 1 : 2;
      density[k] = at(density, k) + weight * (sides * power * this.scale - at(density, k));
    }
  }
}

/**
 * The power spectrum of a series by Welch's method (Welch 1967): the plain average of the periodograms of all whole segments of `segment` samples,
 * which overlap by half, have their mean removed and are multiplied by a periodic Hann window.
 *
 * `x` is in any unit, `rate` in Hz; the result has ⌊segment/2⌋ + 1 bins. Missing samples (NaN, infinite, above 10¹⁰⁰ in size) are gaps that no
 * segment spans. `undefined` when there is no whole segment. Throws RangeError unless segment is a whole number ≥ 2 and rate is finite and > 0.
 */
export function welch(x: Float64Array, rate: number, segment = 256): Spectrum | undefined {
  const stream = new StreamingSpectrum(rate, segment, Number.POSITIVE_INFINITY);
  for (let i = 0; i < x.length; i++) stream.push(at(x, i));
  return stream.spectrum();
}
