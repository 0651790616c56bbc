/** What the φ-resolvent makes of a power spectrum: the filtered spectrum for display, and the share C that passes in any reading. */
import { gainAt, type KReading, phi } from '../filters/resolvent.js';
import { at } from '../metrics/series.js';

/** One-sided power spectral density in bins k·rate/segment: its sum times the bin width is the signal's variance (Parseval). */
export interface Spectrum {
  /** Hz, ascending from 0 to Nyquist. */
  readonly frequency: Float64Array;
  /** The signal's unit squared per Hz, one value a bin. */
  readonly density: Float64Array;
}

/** What the resolvent leaves of a spectrum: density · R², for display beside the raw one. */
export function filtered({ frequency, density }: Spectrum, rate: number, reading: KReading, lambda = phi): Spectrum {
  return { frequency, density: density.map((d, k) => d * gainAt(reading, at(frequency, k) / rate, lambda) ** 2) };
}

/** Σ R·density / Σ density over all bins but 0: the share C that a resolvent passes, in any reading. NaN of a spectrum of zeros. No unit. */
export function passedShare({ frequency, density }: Spectrum, rate: number, reading: KReading, lambda = phi): number {
  let passed = 0;
  let all = 0;
  for (let k = 1; k < density.length; k++) {
    passed += at(density, k) * gainAt(reading, at(frequency, k) / rate, lambda);
    all += at(density, k);
  }
  return passed / all;
}
