/** The predictability horizon of a stream (definition: horizon.ts), O(octaves) a sample, no allocation. */
import { OctaveForecast } from './octave-forecast.js';
import { Regressors } from './regressors.js';
import { requirePositive, requireWhole, usable } from './series.js';

export class StreamingHorizon {
  private readonly octaves: readonly OctaveForecast[];
  private readonly regressors: Regressors;

  /**
   * `quantum` in the signal's unit; octaves 1, 2, 4 … 2^(octaves−1) samples; averages are plain over `window` samples and forget after.
   * Throws RangeError unless quantum is > 0 and octaves is a whole number ≥ 1.
   */
  constructor(quantum: number, octaves = 7, window = 256) {
    requirePositive('quantum', quantum);
    requireWhole('octaves', octaves, 1);
    const noise = (quantum * quantum) / 12;
    this.regressors = new Regressors(2 ** (octaves - 1), window, noise);
    this.octaves = Array.from({ length: octaves }, (_, j) => new OctaveForecast(2 ** j, window, noise));
  }

  /** Takes a sample. One that is not usable starts anew: what is ahead is counted in samples. */
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

  /** Samples ahead, 0 when not even the next is foreseen; `undefined` before 97 samples. */
  get value(): number | undefined {
    for (let j = this.octaves.length - 1; j >= 0; j--) if (this.skill(j) >= 0.5) return 2 ** j;
    return Number.isNaN(this.skill(0)) ? undefined : 0;
  }

  /** Out-of-sample R² of octave `j`, 2^j samples ahead; NaN while unknown. */
  skill(j: number): number {
    return this.octaves[j]?.skill ?? Number.NaN;
  }
}
