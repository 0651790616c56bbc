import type { Job } from '../../../src/machine/simulated/work/job.js';
import { streamsOf, type Work } from '../workload.js';

export interface KnownJob extends Job {
  readonly scored: boolean;
}

/** All jobs of open streams that arrive within the work's length, in order of arrival. */
export function openJobs(work: Work): KnownJob[] {
  const jobs: KnownJob[] = [];
  for (const stream of streamsOf(work)) {
    for (let job = stream.next(0); job.arrival < work.length; job = stream.next(job.arrival))
      jobs.push({ ...job, scored: stream.scored });
  }
  return jobs.sort((a, b) => a.arrival - b.arrival);
}
