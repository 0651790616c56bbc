/**
 * Promise: what the governor keeps against full clock. In percent, work takes at most ε longer: for servers, whose work is long or is counted. In
 * milliseconds, nothing answers more than D later, and what is busy for long takes at most ε longer: for machines that people sit at, who feel
 * milliseconds and not shares.
 */
import type { Budget } from './profiles.js';

export const promiseKinds = ['percent', 'milliseconds'] as const;

/** `most`: instead of the profile's D, ms. */
export interface Promised {
  readonly in: (typeof promiseKinds)[number];
  readonly most?: number | undefined;
}

/** Where nobody said. */
export const usualPromise: Promised = { in: 'percent' };

/** A profile's budget under a promise. */
export function underPromise({ delay, ...budget }: Budget, promised: Promised): Budget {
  if (promised.in === 'percent' || delay === undefined) return budget;
  return { ...budget, delay: delay > 0 ? (promised.most ?? delay) : delay };
}
