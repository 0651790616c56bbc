import { OctaveForecast } from './octave-forecast.js';
import { Regressors } from './regressors.js';
import { requirePositive, requireWhole, requireWindow, usable } from './series.js';

/** The predictability horizon of a stream, `horizon` as a class: O(octaves) per sample, with exponential forgetting. */
export class StreamingHorizon {
  private readonly octaves: readonly OctaveForecast[];
  private readonly regressors: Regressors;

  /**
   * `quantum` in the signal's unit; the octaves are 1, 2, 4 … 2^(octaves−1) samples. Averages are plain over the first `window` samples and forget
   * exponentially after. Throws RangeError unless quantum is finite and > 0, octaves is a whole number ≥ 1, and window is one or Infinity.
   */
  constructor(quantum: number, octaves = 7, window = 256) {
    requirePositive('quantum', quantum);
    requireWhole('octaves', octaves, 1);
    requireWindow('window', window);
    const noise = (quantum * quantum) / 12;
    this.regressors = new Regressors(2 ** (octaves - 1), window, noise);
    this.octaves = Array.from({ length: octaves }, (_, j) => new OctaveForecast(2 ** j, window, noise));
  }

  /** Takes a sample. A missing one (NaN, infinite, above 10¹⁰⁰ in size) starts over. */
  push(x: number): void {
    const { octaves, regressors } = this;
    if (!usable(x)) {
      regressors.reset();
      for (const octave of octaves) octave.reset();
      return;
    }
    regressors.push(x);
    for (let j = 0; j < octaves.length; j++) octaves[j]?.push(regressors);
  }

  /** Samples ahead, 0 when not even the next is predicted; `undefined` before 97 samples. */
  get value(): number | undefined {
    for (let j = this.octaves.length - 1; j >= 0; j--) if (this.skill(j) >= 0.5) return 2 ** j;
    return Number.isNaN(this.skill(0)) ? undefined : 0;
  }

  /** Out-of-sample R² of octave `j`, 2^j samples ahead; NaN while unknown. */
  skill(j: number): number {
    return this.octaves[j]?.skill ?? Number.NaN;
  }
}
