import { phi } from '../filters/resolvent.js';
import { coherenceScore, isConstant, passed } from './coherence.js';
import { lagMoments } from './lag-moments.js';
import { allUsable } from './series.js';

/** The original scheduler's threshold of R. White noise has a share of 0.89, 0.33 or 0.37 in the three readings: all pass. For reports only. */
export const originalThreshold = 0.3;

const steady = 0.05;
/** With fewer intervals there is no result. */
const fewest = 8;

/** What `taskCoherence` returns. */
export interface TaskCoherence {
  /** 0 (each interval is independent of the one before) to 1 (steady, or slowly changing). No unit. */
  readonly coherence: number;
  /** The lower C of runs and sleeps, 1 for a steady task. No unit. The original compared such a number with `originalThreshold`. */
  readonly share: number;
}

/**
 * Task coherence: is the rhythm of a task steady or slowly changing (1), or is each run and each sleep independent of the one before (0)?
 *
 * 1. The lengths of the task's runs are one series, the lengths of its sleeps another.
 * 2. Of each, with the mean removed, C = ΣR|X|²/Σ|X|² in the lattice reading with λ = φ. A series that varies by less than 5 % of its mean has C = 1.
 * 3. coherence = clip((C − C_w)/(1 − C_w), 0, 1) of the lower C.
 *
 * The definition is this project's own, after the score of the original scheduler, which admitted tasks above 0.3. Do not gate on that threshold:
 * see `originalThreshold`.
 *
 * `runs` and `sleeps` are lengths in time order, in s or any other unit. `undefined` for fewer than 8 of either, or when one is negative or missing
 * (NaN, infinite, above 10¹⁰⁰).
 */
export function taskCoherence(runs: Float64Array, sleeps: Float64Array): TaskCoherence | undefined {
  const ran = shareOf(runs);
  const slept = shareOf(sleeps);
  if (ran === undefined || slept === undefined) return undefined;
  const share = Math.min(ran, slept);
  return { coherence: coherenceScore(share, phi), share };
}

function shareOf(lengths: Float64Array): number | undefined {
  if (lengths.length < fewest || !allUsable(lengths) || lengths.some(length => length < 0)) return undefined;
  const moments = lagMoments(lengths, phi);
  return isConstant(moments, steady * moments.mean) ? 1 : passed(moments, phi);
}
