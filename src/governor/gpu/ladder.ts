/**
 * Which setting to try next.
 *
 * 1. Down to where 5 % beyond ε would be spent if the work followed the knob as much as was seen so far (all of it at first), a quarter of the range at
 *    most.
 * 2. Until a setting is beyond that, or two in succession cost more time than they save energy. One place alone, unless it is clear, refuses nothing
 *    below it: one further is tried.
 * 3. Then between the last setting within ε and the first beyond it, where the line through both meets ε: it may lie below that line.
 * 4. Nothing where neither progress nor a clock is seen.
 */
import { type GpuKnob, idlePlace, placeFor, stepFrom, stretch, topOf } from './knob.js';
import { minuteBeyond } from './mix.js';
import { type Point, pointsOf } from './points.js';
import type { GpuTrials } from './trials.js';

const leastShare = 0.05;
/** Places are near enough where they lie this part of ε apart. */
const near = 0.2;
const mostTried = 12;

/** Undefined if nothing is left to try. */
export function nextProbe(knob: GpuKnob, trials: GpuTrials, allowed: number): number | undefined {
  if (!trials.isSeen) return undefined;
  const tried = pointsOf(knob, trials).filter(p => p.tried);
  return down(knob, trials, tried, allowed) ?? between(knob, trials, tried, allowed);
}

function down(knob: GpuKnob, trials: GpuTrials, tried: readonly Point[], allowed: number): number | undefined {
  const lowest = tried.at(-1);
  const from = Math.min(lowest?.place ?? topOf(knob), idlePlace(knob, trials.unlimited));
  if (lowest === undefined || from === 0) return undefined;
  // A bound needs no more than one setting beyond ε.
  const beyond = trials.isSilent ? 0 : minuteBeyond;
  const last = tried.slice(1).slice(-2);
  const isSecond = last.length === 2;
  if (lowest.time - lowest.error > 1 + allowed + beyond) return undefined;
  if (isSecond && (lowest.time > 1 + allowed + beyond || last.every(p => p.gain < -p.doubt))) return undefined;
  const reach = stretch(knob, lowest.place, trials.unlimited);
  const share = reach > 0 ? Math.min(1, Math.max(leastShare, (lowest.time - 1) / reach)) : 1;
  if (isSecond && share * stretch(knob, from - 1, trials.unlimited) > allowed + 2 * beyond) return undefined;
  const wanted = placeFor(knob, share, allowed + beyond, trials.unlimited);
  return Math.min(from - 1, Math.max(stepFrom(knob, from), wanted));
}

function between(knob: GpuKnob, trials: GpuTrials, tried: readonly Point[], allowed: number): number | undefined {
  const at = tried.findIndex(p => p.time > 1 + allowed);
  const [above, below] = [tried[at - 1], tried[at]];
  if (above === undefined || below === undefined || above.place - below.place < 2) return undefined;
  if (below.time - above.time < near * allowed || tried.length > mostTried) return undefined;
  const part = (1 + allowed - above.time) / (below.time - above.time);
  const reach = (place: number): number => stretch(knob, place, trials.unlimited);
  const wanted = reach(above.place) + part * (reach(below.place) - reach(above.place));
  return Math.min(above.place - 1, Math.max(below.place + 1, placeFor(knob, 1, wanted, trials.unlimited)));
}
