/**
 * What a run's jobs came later than under `performance`.
 *
 * 1. The nth job of a stream is compared with the nth under `performance`: in an open stream that is the job that came at the same time, in a closed
 *    one the same work, so the time from its arrival to its end is compared.
 * 2. A job that `performance` finishes and the run does not counts as done at the run's end.
 * 3. Of tasks that wait for each other (beats) a job has no counterpart: their deadlines count, and how many fewer they are.
 * 4. Closed loops of makespan and mixed loads are batches, and an answer of more than a second is busy for long: of these the slowdown counts.
 */
import type { Load } from '../../../src/machine/simulated/work/job.js';
import type { Logged, StreamLog } from '../job-log.js';
import { mean, quantile } from '../qos.js';
import { longMs } from './promise.js';

export interface Felt {
  /** ms by which answers come later; undefined if nobody waits for an answer. */
  readonly later: { readonly mean: number; readonly p99: number; readonly worst: number } | undefined;
  /** Share of deadlines missed beyond that of `performance`. */
  readonly missed: number | undefined;
  /** Slowdown of what is busy for long, a share. */
  readonly slower: number | undefined;
  /** The time that one in a thousand of the jobs with a deadline takes longer than, ms. */
  readonly p999: number | undefined;
}

export interface Compared {
  readonly load: Load;
  /** Names of its closed streams. */
  readonly closed: readonly string[];
  /** ms. */
  readonly length: number;
}

export function felt({ load, closed, length }: Compared, run: Logged, performance: Logged): Felt {
  const later: number[] = [];
  const slowdowns: number[] = [];
  const batches = load.qos === 'makespan' || load.qos === 'mixed';
  const matched = load.qos === 'beats' ? [] : performance.streams;
  for (const [name, before] of matched) {
    const now = run.streams.get(name) ?? { arrivals: [], finished: [], deadlines: [] };
    const batch = batches && closed.includes(name);
    const ends = closed.includes(name) ? now.finished.length : before.finished.length;
    for (let n = 0; n < Math.min(before.finished.length, ends); n++) {
      if ((before.deadlines[n] ?? 0) < Number.POSITIVE_INFINITY) continue;
      const usual = response(before, n);
      const delay = n < now.finished.length ? response(now, n) - usual : length - (before.finished[n] ?? length);
      if (batch || usual > longMs) slowdowns.push(delay / usual);
      else later.push(delay);
    }
  }
  if (load.qos === 'makespan') slowdowns.splice(0, slowdowns.length, run.finished / performance.finished - 1);
  if (load.qos === 'beats') slowdowns.push(1 - run.deadlines / performance.deadlines);
  const timed = [...run.streams.values()].flatMap(log =>
    log.finished.flatMap((_, n) => ((log.deadlines[n] ?? 0) < Number.POSITIVE_INFINITY ? [response(log, n)] : [])),
  );
  return {
    later:
      later.length === 0
        ? undefined
        : { mean: mean(later), p99: quantile(later, 0.99), worst: later.reduce((a, b) => Math.max(a, b)) },
    missed: performance.deadlines === 0 ? undefined : share(run) - share(performance),
    slower: slowdowns.length === 0 ? undefined : mean(slowdowns),
    p999: timed.length === 0 ? undefined : quantile(timed, 0.999),
  };
}

const response = ({ arrivals, finished }: StreamLog, n: number): number => (finished[n] ?? 0) - (arrivals[n] ?? 0);

const share = ({ late, deadlines }: Logged): number => (deadlines === 0 ? 1 : late / deadlines);
