import type { Nanoseconds } from '../units.js';

/** One raw sample: a value for each signal of the description, in its order; NaN is a missing reading. */
export interface Sample {
  readonly at: Nanoseconds;
  readonly epoch: number;
  readonly values: Float64Array;
}
