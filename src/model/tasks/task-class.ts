import type { TaskUse } from './task-use.js';

export const taskClasses = ['periodic', 'bursty', 'steady', 'waiting'] as const;
export type TaskClass = (typeof taskClasses)[number];

/** Shares of the interval on a CPU. */
const waitingBelow = 0.001;
const steadyFrom = 0.9;
/** Jitter as a share of the period. */
const regular = 0.25;
const nearlyRegular = 0.5;
const alternating = -0.4;
const slowlyChanging = 0.9;
const fewestPeriods = 8;

/**
 * How a task works, over an interval of `seconds`:
 *
 * 1. `waiting`: it ran for less than 0.1 % of the time.
 * 2. `steady`: it was seen for half of the time or more, and of that it ran, or could have run had there been a CPU, for 90 % or more.
 * 3. `periodic`: of 8 periods or more the jitter is at most a quarter of the period; at most half of it where its periods alternate (bunching −0.4 or
 *    less: every second one is as long) or its runs and sleeps change only slowly (coherence 0.9 or more). A Poisson process has a jitter of one period.
 * 4. `bursty`: all others.
 *
 * The periods are the newest 64 to 127, so they may be older than the interval.
 */
export function classOf({ task, run }: TaskUse, seconds: number): TaskClass {
  const { period, jitter, periods, bunching = 0, coherence = 0, wait, sleep } = task;
  if (run < waitingBelow * seconds) return 'waiting';
  const able = task.run + wait;
  const seen = (able + sleep) / 1e9;
  if (seen >= seconds / 2 && able >= steadyFrom * (able + sleep)) return 'steady';
  if (periods < fewestPeriods || period === 0) return 'bursty';
  const spread = jitter / period;
  const ordered = bunching <= alternating || coherence >= slowlyChanging;
  return spread <= regular || (ordered && spread <= nearlyRegular) ? 'periodic' : 'bursty';
}
