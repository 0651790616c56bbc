/**
 * How much longer work takes at a setting than without a limit, from what was seen at both.
 *
 * 1. Applications that report their progress: the rate without a limit over the rate at the setting, of the one that lost most.
 * 2. Without reports it is bounded. Work can't be hit harder than its clock is: by f_top/f − 1 for the share of the time in which a kernel runs.
 * 3. Nor harder than its power lets one believe: near the top of the voltage curve power goes with the clock to the 2.6th, about a quarter
 *    of it is not dynamic, so 1 % of draw is at most 0.5 % of time. What is likely is 0.35: few kernels follow the clock with all they do.
 * 4. Memory traffic tells progress too, where it is a tenth of the time or more: a kernel moves the same bytes at any clock. It is not
 *    trusted all the way: a quarter of the bound stays as doubt.
 */
import type { Trial } from './gpu-trial.js';

/** A share of time, and its standard error. */
export interface Slowdown {
  readonly mean: number;
  readonly error: number;
  /** What it is known from. */
  readonly by: 'progress' | 'memory' | 'clock' | 'power';
}

const mostPerPower = 0.5;
const likelyPerPower = 0.35;
const leastTraffic = 0.1;
const doubt = 0.25;

/** Undefined while too little is known. `stretch` is the knob's, where that is a clock. */
export function slowdownOf(top: Trial, there: Trial, stretch: number | undefined): Slowdown | undefined {
  return measured(top, there) ?? bounded(top, there, stretch);
}

function measured(top: Trial, there: Trial): Slowdown | undefined {
  let worst: Slowdown | undefined;
  for (const [name, mean] of there.progress) {
    const reference = top.progress.get(name);
    const usual = reference?.rate;
    const rate = mean.rate;
    if (reference === undefined || usual === undefined || rate === undefined || rate === 0) continue;
    const slowdown = usual / rate - 1;
    const error = mean.errorAgainst(reference);
    if (worst === undefined || slowdown > worst.mean) worst = { mean: slowdown, error, by: 'progress' };
  }
  return worst;
}

function bounded(top: Trial, there: Trial, stretch: number | undefined): Slowdown | undefined {
  const bounds: Slowdown[] = [];
  const clocks = ratioOf(top.clock.rate, there.clock.rate);
  const reach = clocks === undefined ? stretch : Math.max(0, clocks - 1);
  if (reach !== undefined) bounds.push({ mean: reach * Math.min(1, top.busy.rate ?? 1), error: 0, by: 'clock' });
  const powers = ratioOf(top.power.rate, there.power.rate);
  if (powers !== undefined) {
    const less = Math.max(0, Math.log(powers));
    const error = Math.hypot(
      (mostPerPower - likelyPerPower) * less,
      mostPerPower * there.power.errorAgainst(top.power),
    );
    bounds.push({ mean: likelyPerPower * less, error, by: 'power' });
  }
  const least = bounds.sort((a, b) => a.mean + a.error - b.mean - b.error)[0];
  if (least === undefined) return undefined;
  return traffic(top, there, least.mean + least.error) ?? least;
}

function traffic(top: Trial, there: Trial, bound: number): Slowdown | undefined {
  const ratio = ratioOf(top.memory.rate, there.memory.rate);
  if (ratio === undefined || (top.memory.rate ?? 0) < leastTraffic) return undefined;
  const mean = Math.min(bound, Math.max(0, ratio - 1));
  return { mean, error: Math.hypot(doubt * bound, there.memory.errorAgainst(top.memory)), by: 'memory' };
}

const ratioOf = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined || !(b > 0) ? undefined : a / b;
