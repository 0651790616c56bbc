/**
 * Task coherence: is the rhythm of one task steady or slowly changing (1), or does each run and each sleep come out anew (0)?
 *
 * 1. The lengths of a task's runs are one series, those of its sleeps another, each in units of its own mean.
 * 2. C = ΣR|X|²/Σ|X|² of each with the mean removed, lattice reading, λ = φ; a series that varies by less than 5 % of its mean is steady.
 * 3. coherence = the lower of the two scores, clip((C − C_w)/(1 − C_w), 0, 1): a task is as coherent as its less coherent half.
 *
 * The original scheduler admitted tasks whose R was above 0.3. White noise alone has C = 0.89, 0.33 and 0.37 in the three readings, so that
 * threshold admits all: `share` is reported beside it, and nothing is gated on it.
 */

import { phi } from '../filters/resolvent.js';
import { coherenceScore, isConstant, passed } from './coherence.js';
import { lagMoments } from './lag-moments.js';
import { allUsable } from './series.js';

/** The original's threshold of R, for the report. */
export const originalThreshold = 0.3;

const steady = 0.05;
/** Fewer intervals have no rhythm to tell of. */
const fewest = 8;

export interface TaskCoherence {
  /** 0 to 1. */
  readonly coherence: number;
  /** The lower of the two C, 1 for a steady task: what the original compared with its threshold. */
  readonly share: number;
}

/** `runs` and `sleeps` are lengths in s, in order. `undefined` for less than 8 of either, or one that is negative or no finite number. */
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
