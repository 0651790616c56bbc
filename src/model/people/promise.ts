/**
 * Promise: what the governor keeps against full clock. In percent, work takes at most ε longer: for servers, whose work is long or is counted. In
 * milliseconds, work that finds a CPU at rest is held up by at most D, and what is busy for long takes at most ε longer: for machines that people sit
 * at, who feel milliseconds and not shares.
 */
import type { Budget } from './profiles.js';

export const promiseKinds = ['percent', 'milliseconds'] as const;

/** `most`: instead of the profile's D, ms. */
export interface Promised {
  readonly in: (typeof promiseKinds)[number];
  readonly most?: number | undefined;
}

/** A promise and what says that it is the one, in words: `configured`, or what follows `since`. */
export interface PromiseInForce {
  readonly promised: Promised;
  readonly why: string;
}

export const configured = 'configured';

/** Of requests that say nothing of it, as those in older recordings. */
export const unsaidPromise: Promised = { in: 'percent' };

/** A profile's budget under a promise. */
export function underPromise({ delay, ...budget }: Budget, promised: Promised): Budget {
  if (promised.in === 'percent' || delay === undefined) return budget;
  return { ...budget, delay: delay > 0 ? (promised.most ?? delay) : delay };
}
