/**
 * Whether a setting keeps the promise, and pays.
 *
 * 1. Slow at once: 4 s in which progress is 6 % beyond ε are enough to back off.
 * 2. Too slow: the slowdown minus its error is beyond ε. Within: the slowdown plus its error is within ε.
 * 3. It pays if energy per work falls compared with the best setting so far, and energy × time compared with no limit: a kernel that follows the
 *    clock with all it does loses as much time as it saves energy, and the rest of the machine waits with it.
 * 4. If it is still unclear after a minute, the mean decides, if progress is measured and if 1½ more errors would break the promise by no more than
 *    half a percent: without a limit it was seen for 20 s only, and a lucky reading of these is held for half an hour. A slowdown that is only a
 *    bound has to hold with its error.
 */
import type { Slowdown } from './slowdown.js';

export type Verdict = 'good' | 'slow' | 'dear' | 'unclear';

export interface Evidence {
  readonly slowdown: Slowdown;
  /** Power over power without a limit, and its error. */
  readonly power: number;
  readonly powerError: number;
  /** Energy of the same work at the best setting so far over that without a limit. */
  readonly best: number;
  /** Seconds seen. */
  readonly seconds: number;
}

const atOnce = { seconds: 4, beyond: 0.06 };
const leastSeconds = 10;
const mostSeconds = 60;
const stepSeconds = 5;
const leastGain = 0.003;
/** How far the truth may lie beyond ε if it lies this many errors above the mean. */
const tolerated = 0.005;
const unlucky = 1.5;

/** Energy per work over that without a limit. */
export const energyOf = ({ power, slowdown }: Pick<Evidence, 'power' | 'slowdown'>): number =>
  power * (1 + slowdown.mean);

/** The saving beyond what is required, and its error. */
export function gain({ slowdown, power, powerError, best }: Evidence): {
  readonly spare: number;
  /** Of energy × time compared with no limit alone. */
  readonly product: number;
  readonly doubt: number;
} {
  const energy = energyOf({ power, slowdown });
  const product = 1 - energy * (1 + slowdown.mean);
  return {
    spare: Math.min(best - leastGain - energy, product),
    product,
    doubt: Math.hypot(2 * slowdown.error, powerError),
  };
}

/** Whether a refusal was so close that better knowledge may reverse it. */
export function isClose(evidence: Evidence, allowed: number): boolean {
  const { mean, error } = evidence.slowdown;
  const { spare, doubt } = gain(evidence);
  return mean - error / 2 <= allowed && spare > -doubt / 2;
}

/** `certainty`: the number of standard errors that a refusal needs. */
export function verdict(evidence: Evidence, allowed: number, certainty = 1): Verdict {
  const { slowdown, seconds } = evidence;
  const { mean, error, by } = slowdown;
  if (by === 'progress' && seconds >= atOnce.seconds && mean > allowed + atOnce.beyond) return 'slow';
  if (seconds < leastSeconds) return 'unclear';
  if (mean - certainty * error > allowed) return 'slow';
  const { spare, product, doubt } = gain(evidence);
  if (spare < -certainty * doubt) return 'dear';
  if (mean + error <= allowed && spare > 0 && product > (by === 'progress' ? doubt : 0)) return 'good';
  if (by !== 'progress') return mean + error <= allowed ? 'dear' : 'slow';
  if (seconds < mostSeconds || !Number.isFinite(error)) return 'unclear';
  if (mean > allowed || mean + unlucky * error > allowed + tolerated) return 'slow';
  return spare > 0 ? 'good' : 'dear';
}

/** Whether the next lower setting may be tried although it is unclear whether this one pays. */
export function leadsDown(evidence: Evidence, allowed: number): boolean {
  const { slowdown, seconds } = evidence;
  const { spare, doubt } = gain(evidence);
  return seconds >= stepSeconds && slowdown.mean + slowdown.error <= allowed && spare > -doubt;
}
