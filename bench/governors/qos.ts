/** Quality of service as model.json defines it: what a run lost compared with `performance` on the same work; shares, 0.05 is 5 %. */
import type { Load } from '../../src/machine/simulated/work/job.js';
import type { Served } from './job-log.js';

export function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

export const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

/** Deadlines: the share missed. Latency: the worse of mean and p99 response over `performance`, minus 1. Makespan: time over it, minus 1. Mixed and beats: the worse of deadlines missed beyond those that `performance` misses, and latency or fewer jobs in the same time. */
export function qosLoss({ qos }: Load, run: Served, performance: Served): number {
  if (qos === 'deadline') return run.late / run.deadlines;
  if (qos === 'makespan') return run.finished / performance.finished - 1;
  if (qos === 'mixed') return Math.max(lateness(run, performance), missedWeight * (missed(run) - missed(performance)));
  if (qos === 'beats')
    return Math.max(1 - run.deadlines / performance.deadlines, missedWeight * (missed(run) - missed(performance)));
  return lateness(run, performance);
}

/** One missed deadline in a hundred counts as much as being 5 % later: both are the most that is allowed. */
const missedWeight = 5;

const missed = ({ late, deadlines }: Served): number => late / deadlines;

function lateness(run: Served, performance: Served): number {
  const p99 = (o: Served): number => quantile(o.responses, 0.99);
  return Math.max(mean(run.responses) / mean(performance.responses), p99(run) / p99(performance)) - 1;
}
