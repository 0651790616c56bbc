/**
 * A load of the simulated machines as a script for the virtual laptop's player (test/rig/load/script.c): the same jobs, drawn from the same seed.
 * Jobs of the lead-in are played but not scored, so that every governor is judged in steady operation.
 */
import type { Job, JobStream, Load } from '../../src/machine/simulated/work/job.js';

/** ms. */
export interface Length {
  readonly lead: number;
  readonly scored: number;
}

export interface ScriptedJob extends Job {
  readonly scored: boolean;
}

export interface ScriptedStream {
  readonly kind: JobStream['kind'];
  readonly jobs: readonly ScriptedJob[];
}

export interface Script {
  readonly length: Length;
  readonly streams: readonly ScriptedStream[];
}

const workOf = ({ pieces }: Job): number => pieces.reduce((sum, { work }) => sum + work, 0);

/**
 * Open streams bring jobs for a length of time; a closed one, whose arrivals are gaps here, the number of jobs that takes that time at the highest
 * clock.
 */
export function scriptOf(load: Load, seed: number, length: Length): Script {
  const end = length.lead + length.scored;
  const streams = load.streams(seed, 0).map(stream => {
    const jobs: ScriptedJob[] = [];
    const closed = stream.kind === 'closed';
    let job = stream.next(0);
    for (let at = closed ? 0 : job.arrival; at < end; ) {
      jobs.push({ ...job, scored: stream.scored && at >= length.lead });
      if (closed) at += job.arrival + workOf(job);
      job = stream.next(closed ? 0 : job.arrival);
      if (!closed) at = job.arrival;
    }
    return { kind: stream.kind, jobs };
  });
  return { length, streams };
}

const ms = (value: number): string => value.toFixed(6);

const line = ({ arrival, deadline, pieces, scored }: ScriptedJob): string =>
  [
    `job ${ms(arrival)} ${deadline === undefined ? -1 : ms(deadline)} ${scored ? 1 : 0}`,
    ...pieces.map(({ work, memory }) => `${ms(work)} ${memory.toFixed(6)}`),
  ].join(' ');

/** The text that the player reads. */
export function textOf({ length: { lead, scored }, streams }: Script): string {
  const window = streams.some(s => s.kind === 'open') ? [`window ${ms(lead)} ${ms(lead + scored)}`] : [];
  const lines = [...window, ...streams.flatMap(({ kind, jobs }) => [`stream ${kind}`, ...jobs.map(line)])];
  return `${lines.join('\n')}\n`;
}

/** Share of the scored deadlines that no clock can keep: the first stream with deadlines misses them at the highest clock, undisturbed. */
export function unavoidable({ streams }: Script): number {
  const jobs = streams.find(s => s.jobs.some(j => j.deadline !== undefined))?.jobs ?? [];
  let free = 0;
  let missed = 0;
  for (const job of jobs) {
    free = Math.max(free, job.arrival) + workOf(job);
    if (job.scored && job.deadline !== undefined && free > job.deadline) missed++;
  }
  return missed / Math.max(1, jobs.filter(j => j.scored).length);
}
