/**
 * Start step: at which clock a busy stretch begins, and after which time it gets the highest one (PACE for work of unknown length: Lorch and Smith,
 * SIGMETRICS 2001, in two steps).
 *
 * 1. While a stretch is young it runs at s. At the age T it is behind by T·(1 − 1/δ) of its work, δ = the dilation at s of the most computing work of the
 *    last minutes. So T = D/(1 − 1/δ) keeps the CPU at most D of work behind, without knowing anything about the work: what is served in the order in
 *    which it comes is later by no more. Tasks that take turns on one CPU may each wait for the other's share of that.
 * 2. A unit of work costs F·e(s) + (1 − F)·e(top) + r·c: F is the share that is done before T (stretch-work.ts), e the energy of a run (power curve), r
 *    the rate of stretches that outlast T, c the helper's own work for a raise and its end. The least of all operating points from the critical
 *    frequency up is taken.
 */

import { standsForTurbo } from '../../model/operating-point.js';
import { raisedAt } from '../../model/stretch-ages.js';
import type { Policy } from '../../model/topology.js';
import { dilation } from '../features/dilation.js';
import type { DomainFeatures } from '../features/features.js';

/** Two writes and two wake-ups, s at top. */
const raiseSeconds = 150e-6;
/** Time from the age to the write, ms. */
const reaction = 0.4;
const shortest = 1;
const longest = 1000;
const pointsWithoutTable = 32;

export interface StartStep {
  readonly khz: number;
  /** Age in whole ms at which the highest clock comes at the latest. */
  readonly raiseMs: number;
  /** How much work the CPU is behind because of it: at most this, in ms at the highest clock. */
  readonly later: number;
  /** Energy of the work as a share of its energy at top. */
  readonly cost: number;
}

export interface Terms {
  /** D, ms. */
  readonly most: number;
  /** Of the kernel's scheduler: the age is looked at so often. */
  readonly tickMs: number;
  readonly cost: CostOfRun;
}

type CostOfRun = (policy: Policy, khz: number, computeShare: number) => number;

/** The step at `khz`; undefined where that is no start: as fast as top, or over before it begins. */
export function stepAt(
  policy: Policy,
  { top, computeShare, mostComputeShare, stretches }: DomainFeatures,
  khz: number,
  { most, tickMs, cost }: Terms,
): StartStep | undefined {
  const slower = dilation(computeShare, Math.min(1, khz / top));
  const lost = 1 - 1 / dilation(mostComputeShare, Math.min(1, khz / top));
  if (!(lost > 0)) return undefined;
  const raiseMs = Math.min(longest, Math.floor(most / lost - reaction));
  // No tick sees a younger stretch in time.
  if (raiseMs < Math.max(shortest, tickMs)) return undefined;
  const work = raisedAt(raiseMs, tickMs) / slower;
  const young = stretches.share(work);
  const highest = cost(policy, top, computeShare);
  const relative = cost(policy, khz, computeShare) / highest;
  const own = stretches.outlasting(work) * raiseSeconds;
  return { khz, raiseMs, later: (raiseMs + reaction) * lost, cost: young * relative + 1 - young + own };
}

/** All steps from `lowest` kHz up. */
export function steps(policy: Policy, features: DomainFeatures, lowest: number, terms: Terms): StartStep[] {
  return points(policy).flatMap(khz => {
    const step = khz < lowest || khz >= features.top ? undefined : stepAt(policy, features, khz, terms);
    return step === undefined ? [] : [step];
  });
}

/** The driver's operating points, or steps of its range. A point that stands for all of turbo is no start. */
function points(policy: Policy): readonly number[] {
  const { frequencies, hw_min, hw_max } = policy;
  if (frequencies.length > 0) return standsForTurbo(policy) ? frequencies.filter(f => f !== hw_max) : frequencies;
  return Array.from({ length: pointsWithoutTable }, (_, i) =>
    Math.round(hw_min + ((hw_max - hw_min) * i) / pointsWithoutTable),
  );
}
