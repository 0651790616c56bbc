/** What is promised, against `performance` on the same work. */
import type { PowerSource } from '../../../src/model/people/profiles.js';

/** Largest slowdown ε, as a share, and the share of deadlines that may be missed beyond those that `performance` misses. */
export const budget = 0.05;
export const missable = 0.01;

/**
 * `percent`: mean and p99 answer within ε. `milliseconds`: of answers that people wait for, one in a hundred comes more than D later and none more
 * than 2 D; what is busy for long is within ε. Deadlines: as above, in both.
 */
export type PromiseKind = 'percent' | 'milliseconds';

/** D in ms: what nobody feels; a quarter and a half of a frame at 60 Hz. */
export const laterMs: Readonly<Record<PowerSource, number>> = { mains: 4, battery: 8 };

/** An answer that takes longer than this under `performance` is busy for long, ms: nobody notices 4 ms in a second. */
export const longMs = 1000;
