/**
 * Which setting to try next, below the best so far and above those that were refused.
 *
 * 1. Down to where ε would be spent if the work followed the knob as much as was seen so far (all of it at first), a quarter of the range at most.
 *    The first time, and if progress is seen, down to where twice ε would be spent: ten seconds of a step that goes too far cost almost nothing, and
 *    it tells much.
 * 2. Nothing, if the next setting would be far beyond ε.
 * 3. Between a good setting and one that was too slow: what interpolation suggests. Above one that did not pay: half way, if nothing is good yet.
 */
import { type GpuKnob, placeFor, stepFrom, stretch, topOf } from './knob.js';
import type { GpuTrials } from './trials.js';
import type { Verdict } from './verdict.js';

/** A step that is predicted to exceed ε by this factor is not tried: slowdown grows faster than any straight line through the observations. */
const notWorth = 1.5;
const leastShare = 0.05;
const aim = 0.95;
const bold = 2;

export interface Bracket {
  /** Lowest place that is not refused, and the highest that is, −1 for none. */
  readonly best: number;
  readonly floor: number;
  readonly refusedBy: Verdict | undefined;
  readonly allowed: number;
}

/** Undefined if nothing is left to try. */
export function nextPlace(knob: GpuKnob, trials: GpuTrials, bracket: Bracket): number | undefined {
  const { best, floor } = bracket;
  if (best - floor <= 1) return undefined;
  if (floor < 0 || trials.slowdown(floor) === undefined) return down(knob, trials, bracket);
  if (bracket.refusedBy === 'slow') return between(knob, trials, bracket);
  return best === topOf(knob) ? Math.ceil((best + floor) / 2) : undefined;
}

function between(knob: GpuKnob, trials: GpuTrials, { best, floor, allowed }: Bracket): number {
  const draw = trials.draw ?? Number.POSITIVE_INFINITY;
  const reach = stretch(knob, best, draw);
  const low = stretch(knob, floor, draw);
  const mean = trials.slowdown(best)?.mean ?? 0;
  const refused = trials.slowdown(floor)?.mean ?? Number.POSITIVE_INFINITY;
  const part = (allowed * aim - mean) / Math.max(1e-6, refused - mean);
  const wanted = reach + Math.min(1, Math.max(0, part)) * (low - reach);
  return Math.min(best - 1, Math.max(floor + 1, placeFor(knob, 1, wanted, draw)));
}

function down(knob: GpuKnob, trials: GpuTrials, { best, allowed }: Bracket): number | undefined {
  const draw = trials.draw ?? Number.POSITIVE_INFINITY;
  const reach = stretch(knob, best, draw);
  const known = reach > 0 ? trials.slowdown(best) : undefined;
  const least = known === undefined ? leastShare : Math.max(leastShare, (known.mean - known.error) / reach);
  if (least * stretch(knob, best - 1, draw) > allowed * notWorth) return undefined;
  const worst = known === undefined ? 0 : known.mean + known.error;
  const share = reach > 0 ? Math.min(1, Math.max(leastShare, worst / reach)) : 1;
  const spent = best === topOf(knob) || known?.by === 'progress' ? bold * allowed : allowed;
  return Math.min(best - 1, Math.max(stepFrom(knob, binding(knob, best, draw)), placeFor(knob, share, spent, draw)));
}

/** The lowest place whose cap is above the draw: caps above the draw do nothing, so a step begins here. */
function binding(knob: GpuKnob, best: number, draw: number): number {
  if (knob.kind === 'clock') return best;
  const idle = knob.settings.findIndex(s => s >= draw);
  return idle < 0 ? best : Math.min(best, idle);
}
