import type { Logged } from './job-log.js';

/** One run of a piece of work under one governor. */
export interface Outcome extends Logged {
  /** J. */
  readonly energy: number;
  /** ms. */
  readonly length: number;
  /** Number of changes of the P-state, and of our limits. */
  readonly transitions: number;
  readonly writes: number;
  /** Highest junction temperature in °C, and the share of the time at or above the trip point. */
  readonly peak: number;
  readonly aboveTrip: number;
}
