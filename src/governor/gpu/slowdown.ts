/**
 * How much longer work takes at a setting than without a limit, from observations at both.
 *
 * 1. Applications that report their progress: the rate without a limit over the rate at the setting, of the application that lost most.
 * 2. Without reports the slowdown is bounded. Work cannot slow down more than its clock: by f_top/f − 1 for the share of the time in which a kernel
 *    runs. Two thirds of that is likely: few kernels follow the clock with all they do. Where the clock is set, power says nothing: it falls with the
 *    clock, whatever the work waits for.
 * 3. If no clock is known, as under a power cap, power tells how far it has fallen: near the top of the voltage curve voltage goes with the clock, so
 *    power goes with its cube, and a fifth of it is not dynamic.
 * 4. Memory traffic shows progress too, if it is a tenth of the time or more: a kernel moves the same bytes at any clock. It is not trusted fully: a
 *    quarter of the bound stays as doubt.
 */
import type { Trial } from './trial.js';

/** A share of time, and its standard error. */
export interface Slowdown {
  readonly mean: number;
  readonly error: number;
  /** The source of the estimate. */
  readonly by: 'progress' | 'memory' | 'clock' | 'power';
}

const exponent = 3;
const fixed = 0.2;
const likely = 2 / 3;
const leastTraffic = 0.1;
const doubt = 0.25;

/** Undefined while too little is known. `stretch` is the knob's, if the knob is a clock. */
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
  const least = byClock(top, there, stretch) ?? byPower(top, there);
  return least === undefined ? undefined : (traffic(top, there, least.mean + least.error) ?? least);
}

function byClock(top: Trial, there: Trial, stretch: number | undefined): Slowdown | undefined {
  const clocks = ratioOf(top.clock.rate, there.clock.rate);
  const reach = clocks === undefined ? stretch : Math.max(0, clocks - 1);
  if (reach === undefined) return undefined;
  const most = reach * Math.min(1, top.busy.rate ?? 1);
  return { mean: likely * most, error: (1 - likely) * most, by: 'clock' };
}

function byPower(top: Trial, there: Trial): Slowdown | undefined {
  const powers = ratioOf(top.power.rate, there.power.rate);
  if (powers === undefined) return undefined;
  const dynamic = Math.max(0, Math.min(1, 1 / powers) - fixed) / (1 - fixed);
  const most = dynamic ** (-1 / exponent) - 1;
  const perPower = (1 + most) / (exponent * dynamic * (1 - fixed) * Math.max(1, powers));
  const error = Math.hypot((1 - likely) * most, perPower * there.power.errorAgainst(top.power));
  return { mean: likely * most, error, by: 'power' };
}

function traffic(top: Trial, there: Trial, bound: number): Slowdown | undefined {
  const ratio = ratioOf(top.memory.rate, there.memory.rate);
  if (ratio === undefined || (top.memory.rate ?? 0) < leastTraffic) return undefined;
  const mean = Math.min(bound, Math.max(0, ratio - 1));
  return { mean, error: Math.hypot(doubt * bound, there.memory.errorAgainst(top.memory)), by: 'memory' };
}

const ratioOf = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined || !(b > 0) ? undefined : a / b;
