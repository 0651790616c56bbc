import { newestWeight } from '../filters/pole.js';
import { phi } from '../filters/resolvent.js';
import { requireWhole } from './series.js';

/** With fewer intervals the kernel tells no bunching. */
const fewest = 8;

/** What the record of a task tells of its newest intervals; `IntervalSeries` has the same. */
export interface IntervalMoments {
  /** How many they are. */
  readonly count: number;
  /** Their standard deviation, in any unit. */
  readonly deviation: number;
  /** −1 to 1; `undefined` where it can't be told. */
  readonly bunching: number | undefined;
}

/**
 * The φ field of a task: the λ of the causal filter that forecasts the task's next interval best, by the noise of its newest ones; no unit. 0: the next
 * is like the newest. Infinity: the mean of all is the best forecast, as of a constant series.
 *
 * As in `fieldOf`, the intervals are taken as a random walk (steps of variance Q) seen through white noise (variance R). The steady-state Kalman filter is
 * then the causal filter with λ = R/Q (Muth 1960; Harvey 1989): its gain α has α²/(1 − α) = Q/R, and `newestWeight` has α²/(1 − α) = 1/λ. The kernel keeps
 * no moment of the steps between intervals, but the φ-filter's before each one, s⁻. With r = cov(x, s⁻)/var(x), which bunching tells (`IntervalSeries`),
 * n intervals, and α the φ-filter's weight, this project's own estimate is:
 *
 * 1. var(x) − cov(x, s⁻) = R + Q/(2α): what the φ-filter did not know is the noise, and the steps of the walk that it has yet to follow. Half of these
 *    go with the window's mean.
 * 2. var(x) = R(1 − 1/n) + Q(n² − 1)/(6n): a walk of n samples about its own mean.
 * 3. λ̂ = ((1 − r)(n² − 1)/(6n) − 1/(2α)) / (r + (1 − r)/n), at least 0. Above n² the filter remembers more than the n intervals: infinite.
 *
 * A walk's variance scatters about its mean by as much, and so does λ̂; the filter's weight, which goes by the root, by half of that. A few very long
 * intervals are noise to it.
 *
 * `undefined` for fewer than 8 intervals or where bunching is. Throws RangeError for what is no count, no deviation or no bunching.
 */
export function intervalField({ count, deviation, bunching }: IntervalMoments): number | undefined {
  requireWhole('count', count, 0);
  if (!(deviation >= 0 && Number.isFinite(deviation)))
    throw new RangeError(`the deviation is ${deviation}, expected a finite number ≥ 0`);
  if (bunching === undefined || count < fewest) return undefined;
  if (!(Math.abs(bunching) <= 1)) throw new RangeError(`the bunching is ${bunching}, expected a number from −1 to 1`);
  const r = bunching >= 0 ? bunching : bunching / Math.sqrt(1 + 4 * phi);
  const known = r + (1 - r) / count;
  if (deviation === 0 || known <= 0) return Number.POSITIVE_INFINITY;
  const walk = (count - 1 / count) / 6;
  const lambda = Math.max(0, ((1 - r) * walk - 1 / (2 * newestWeight(phi))) / known);
  return lambda > count ** 2 ? Number.POSITIVE_INFINITY : lambda;
}
