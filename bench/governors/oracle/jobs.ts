import type { Job } from '../../../src/machine/simulated/work/job.js';
import { streamsOf, type Work } from '../workload.js';

export interface KnownJob extends Job {
  /** Its stream's. */
  readonly name: string;
  readonly scored: boolean;
}

/** All jobs of open streams that arrive within the work's length, in order of arrival: those that count, and the others. */
export function openJobs(work: Work): { scored: KnownJob[]; unscored: KnownJob[] } {
  const jobs: KnownJob[] = [];
  for (const stream of streamsOf(work)) {
    if (stream.kind !== 'open') continue;
    for (let job = stream.next(0); job.arrival < work.length; job = stream.next(job.arrival))
      jobs.push({ ...job, name: stream.name, scored: stream.scored });
  }
  jobs.sort((a, b) => a.arrival - b.arrival);
  return { scored: jobs.filter(j => j.scored), unscored: jobs.filter(j => !j.scored) };
}
