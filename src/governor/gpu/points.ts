/**
 * What each setting costs in time and energy, by all that was seen at all of them.
 *
 * 1. A lower setting is neither faster nor draws more: what contradicts it is pooled, so that one bad reading refuses nothing below it.
 * 2. A slowdown counts as safe two standard errors above its mean; a bound counts as it is.
 * 3. What was not tried lies between its neighbours, in proportion to the stretch.
 */
import { type GpuKnob, stretch, topOf } from './knob.js';
import { nondecreasing } from './monotone.js';
import type { GpuTrials } from './trials.js';

/** Time and power over those without a limit, with their standard errors. */
interface Seen {
  readonly time: number;
  readonly error: number;
  readonly power: number;
  readonly powerError: number;
}

export interface Point extends Seen {
  readonly place: number;
  readonly tried: boolean;
  /** The longest time that is likely. */
  readonly most: number;
  /** Energy of the same work over that without a limit. */
  readonly energy: number;
  /** How much less energy × time is than without a limit, and its standard error. */
  readonly gain: number;
  readonly doubt: number;
}

const safe = 2;
const leastError = 1e-4;

export function pointOf(place: number, tried: boolean, { time, error, power, powerError }: Seen): Point {
  const energy = time * power;
  const most = Math.max(1, time + safe * error);
  const doubt = Math.hypot(2 * error, powerError);
  return { place, tried, time, error, most, power, powerError, energy, gain: 1 - energy * time, doubt };
}

/** From no limit downwards, to the lowest place that was tried. */
export function pointsOf(knob: GpuKnob, trials: GpuTrials): Point[] {
  const tried = pooled(knob, trials);
  const out: Point[] = [];
  for (const [i, point] of tried.entries()) {
    out.push(point);
    const below = tried[i + 1];
    if (below !== undefined) out.push(...between(knob, trials, point, below));
  }
  return out;
}

function pooled(knob: GpuKnob, trials: GpuTrials): Point[] {
  const top = pointOf(topOf(knob), true, { time: 1, error: 0, power: 1, powerError: 0 });
  const seen = trials.known();
  const times = nondecreasing(
    seen.map(s => 1 + s.slowdown.mean),
    seen.map(s => 1 / Math.max(leastError, s.slowdown.error) ** 2),
  );
  const savings = nondecreasing(
    seen.map(s => -s.power),
    seen.map(s => 1 / Math.max(leastError, s.powerError) ** 2),
  );
  const made = seen.map(({ place, slowdown, powerError }, i) =>
    pointOf(place, true, { time: times[i] ?? 1, error: slowdown.error, power: -(savings[i] ?? -1), powerError }),
  );
  return [top, ...made];
}

function between(knob: GpuKnob, trials: GpuTrials, above: Point, below: Point): Point[] {
  const reach = (place: number): number => stretch(knob, place, trials.unlimited);
  const span = reach(below.place) - reach(above.place);
  return Array.from({ length: Math.max(0, above.place - below.place - 1) }, (_, i) => {
    const place = above.place - 1 - i;
    const part = span > 0 ? (reach(place) - reach(above.place)) / span : 0;
    const blend = (of: keyof Seen): number => above[of] + part * (below[of] - above[of]);
    const seen = { time: blend('time'), error: blend('error'), power: blend('power'), powerError: blend('powerError') };
    return pointOf(place, false, seen);
  });
}
