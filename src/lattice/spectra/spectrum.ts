import { gainAt, type KReading, phi } from '../filters/resolvent.js';
import { at } from '../metrics/series.js';

/** A one-sided power spectral density in bins k·rate/segment. Its sum times the bin width is the variance of the signal (Parseval). */
export interface Spectrum {
  /** Hz, ascending from 0 to Nyquist. */
  readonly frequency: Float64Array;
  /** The signal's unit squared per Hz, one value per bin. */
  readonly density: Float64Array;
}

/** The spectrum after the filter, density · R², in the same bins and units. `rate` is the sampling rate in Hz, `lambda` ≥ 0. */
export function filtered({ frequency, density }: Spectrum, rate: number, reading: KReading, lambda = phi): Spectrum {
  return { frequency, density: density.map((d, k) => d * gainAt(reading, at(frequency, k) / rate, lambda) ** 2) };
}

/** The share C = Σ R·density / Σ density over all bins but 0, in any reading; no unit. NaN when all densities are 0. `rate` in Hz, `lambda` ≥ 0. */
export function passedShare({ frequency, density }: Spectrum, rate: number, reading: KReading, lambda = phi): number {
  let passed = 0;
  let all = 0;
  for (let k = 1; k < density.length; k++) {
    passed += at(density, k) * gainAt(reading, at(frequency, k) / rate, lambda);
    all += at(density, k);
  }
  return passed / all;
}
