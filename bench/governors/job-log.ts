import type { JobObserver } from '../../src/machine/simulated/physics/engine.js';
import type { Job } from '../../src/machine/simulated/work/job.js';

/** The outcome of a load's scored jobs; times in ms. */
export interface Served {
  /** Completion time minus arrival time of jobs without a deadline, in order of completion. */
  readonly responses: readonly number[];
  /** Number of jobs with a deadline, and how many of them were late. */
  readonly deadlines: number;
  readonly late: number;
  /** When the last job was done. */
  readonly finished: number;
}

/** A completion may fall on its deadline: a rounding error in a sum of doubles is not late. */
const rounding = 1e-6;

export class JobLog implements Served {
  readonly responses: number[] = [];
  deadlines = 0;
  late = 0;
  finished = 0;

  readonly observe: JobObserver = (of, job, finished) => this.done(job, finished, of.scored);

  done(job: Job, finished: number, scored: boolean): void {
    if (!scored) return;
    this.finished = finished;
    if (job.deadline === undefined) {
      this.responses.push(finished - job.arrival);
      return;
    }
    this.deadlines++;
    if (finished > job.deadline + rounding) this.late++;
  }

  served(): Served {
    const { responses, deadlines, late, finished } = this;
    return { responses, deadlines, late, finished };
  }
}
