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

/** The scored jobs of one stream in their order, which is that of their completion; ms. */
export interface StreamLog {
  readonly arrivals: number[];
  readonly finished: number[];
  /** Infinite where a job has none. */
  readonly deadlines: number[];
}

/** The same job by job. */
export interface Logged extends Served {
  readonly streams: ReadonlyMap<string, StreamLog>;
}

/** A completion may fall on its deadline: a rounding error in a sum of doubles is not late. */
const rounding = 1e-6;

export class JobLog implements Logged {
  readonly responses: number[] = [];
  readonly streams = new Map<string, StreamLog>();
  deadlines = 0;
  late = 0;
  finished = 0;

  readonly observe: JobObserver = (of, job, finished) => this.done(of, job, finished);

  done({ name, scored }: { readonly name: string; readonly scored: boolean }, job: Job, finished: number): void {
    if (!scored) return;
    this.finished = finished;
    this.stream(name, job, finished);
    if (job.deadline === undefined) {
      this.responses.push(finished - job.arrival);
      return;
    }
    this.deadlines++;
    if (finished > job.deadline + rounding) this.late++;
  }

  /** Number of jobs done of the streams that have these names. */
  count(names: readonly string[]): number {
    return names.reduce((sum, name) => sum + (this.streams.get(name)?.finished.length ?? 0), 0);
  }

  served(): Logged {
    const { responses, deadlines, late, finished, streams } = this;
    return { responses, deadlines, late, finished, streams };
  }

  private stream(name: string, { arrival, deadline = Number.POSITIVE_INFINITY }: Job, finished: number): void {
    let log = this.streams.get(name);
    if (log === undefined) {
      log = { arrivals: [], finished: [], deadlines: [] };
      this.streams.set(name, log);
    }
    log.arrivals.push(arrival);
    log.finished.push(finished);
    log.deadlines.push(deadline);
  }
}
