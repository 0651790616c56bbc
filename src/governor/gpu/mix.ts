/**
 * Two settings in turns: what they take and use together, and which two use least.
 *
 * 1. Time and energy of a mix lie on the straight line between those of its two settings, so the best mix lies on their lower hull, which is never
 *    above the best single setting.
 * 2. The share of the lower one is what keeps the likely longest time of a whole cycle within ε.
 * 3. A minute may lie within one turn: the lower setting takes at most 5 % longer than ε.
 * 4. Only settings that lower energy × time are used: work that loses as much time as it saves energy is left alone.
 */
import type { Point } from './points.js';

/** What the slowest minute may take beyond ε. */
export const minuteBeyond = 0.05;
const leastGain = 0.003;
const leastBetter = 0.005;

export interface Mix {
  readonly upper: Point;
  readonly lower: Point;
  /** Share of the time, and of the work, that is for the lower setting. */
  readonly share: number;
  readonly part: number;
  /** Of both together, over no limit. */
  readonly time: number;
  readonly most: number;
  readonly energy: number;
}

/** The mix of two settings that takes at most `allowed` longer; undefined if the upper one alone takes more. */
export function mixOf(upper: Point, lower: Point, allowed: number): Mix | undefined {
  if (upper.most > 1 + allowed || lower.time + lower.error > 1 + allowed + minuteBeyond) return undefined;
  const room = 1 + allowed - upper.most;
  const part = lower.most <= 1 + allowed ? 1 : room / (lower.most - upper.most);
  const blend = (a: number, b: number): number => a + part * (b - a);
  const time = blend(upper.time, lower.time);
  return {
    upper,
    lower,
    part,
    share: (part * lower.time) / time,
    time,
    most: blend(upper.most, lower.most),
    energy: blend(upper.energy, lower.energy),
  };
}

const pays = ({ gain, doubt }: Point): boolean => gain > doubt;

/** The mix that uses least; `points` begin without a limit. The pair of `present` is kept if another saves little more. */
export function bestMix(points: readonly Point[], allowed: number, present?: Mix): Mix {
  const [top] = points;
  if (top === undefined) throw new Error('nothing is known without a limit');
  const usable = points.filter(p => p === top || pays(p));
  let best: Mix = { upper: top, lower: top, part: 0, share: 0, time: 1, most: 1, energy: 1 };
  let kept: Mix | undefined;
  for (const [i, upper] of usable.entries())
    for (const lower of usable.slice(i)) {
      const mix = mixOf(upper, lower, allowed);
      if (mix === undefined || mix.energy > 1 - leastGain) continue;
      if (upper.place === present?.upper.place && lower.place === present.lower.place) kept = mix;
      if (mix.energy < best.energy) best = mix;
    }
  return kept !== undefined && kept.energy < best.energy + leastBetter ? kept : best;
}

/** Whether both settings have their turns. */
export const isShared = ({ share }: Mix): boolean => share > 0 && share < 1;
