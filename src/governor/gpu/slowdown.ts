/**
 * How much longer work takes at a setting than without a limit, from observations at both.
 *
 * 1. Applications that report their progress: the rate without a limit over the rate at the setting, of the application that lost most.
 * 2. Without reports the slowdown is bounded: work cannot slow down more than its clock, by f_top/f − 1 for the share of the time in which a kernel
 *    runs, and a tenth more for what tries cost. Nothing else is believed: power falls with the clock whatever the work waits for, and memory that is always busy may do less.
 * 3. Where neither is known, as under a power cap without a clock, nothing is.
 */
import type { Trial } from './trial.js';

/** A share of time, and its standard error; 0 for a bound. */
export interface Slowdown {
  readonly mean: number;
  readonly error: number;
  /** The source of the estimate. */
  readonly by: 'progress' | 'clock';
}

const margin = 1.1;

/** `stretch` is the knob's, if the knob is a clock. */
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
  const [usual, now] = [top.clock.rate, there.clock.rate];
  const reach = usual === undefined || now === undefined || now === 0 ? stretch : Math.max(0, usual / now - 1);
  if (reach === undefined) return undefined;
  return { mean: margin * reach * Math.min(1, top.busy.rate ?? 1), error: 0, by: 'clock' };
}
