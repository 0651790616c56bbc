/**
 * The same work for every governor. Open streams bring their jobs whatever the clock is, so a run has a fixed length. Closed streams are cut after a
 * number of jobs, and a run lasts until these are done: `jobs` is the number that `performance` does in the same length.
 */
import type { Job, JobStream, Load, Program } from '../../src/machine/simulated/work/job.js';

export interface Work {
  readonly load: Load;
  readonly seed: number;
  /** ms. */
  readonly length: number;
  /** Scored jobs of closed streams; undefined: as many as fit in `length`. */
  readonly jobs?: number | undefined;
}

/** Names of the closed streams that count: without any, a run has a fixed length. */
export const closedNames = ({ load, seed }: Pick<Work, 'load' | 'seed'>): string[] => [
  ...new Set(load.streams(seed, 0).flatMap(s => (s.kind === 'closed' && s.scored ? [s.name] : []))),
];

/** The streams of a piece of work; closed ones end after its jobs. */
export function streamsOf({ load, seed, jobs }: Work): readonly JobStream[] {
  const streams = load.streams(seed, 0);
  return jobs === undefined ? streams : streams.map(s => (s.kind === 'closed' && s.scored ? limited(s, jobs) : s));
}

/** Everything that a machine has to run for it. */
export const tasksOf = (work: Work): readonly (JobStream | Program)[] => [
  ...streamsOf(work),
  ...(work.load.programs?.(work.seed, 0) ?? []),
];

const never: Job = { arrival: Number.POSITIVE_INFINITY, pieces: [] };

function limited(stream: JobStream, jobs: number): JobStream {
  let left = jobs;
  return { ...stream, next: after => (left-- > 0 ? stream.next(after) : never) };
}
