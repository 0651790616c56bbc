import { whiteShare } from '../filters/resolvent.js';
import { fixedOne, IntervalSeries } from './interval-series.js';
import type { TaskCoherence } from './task-coherence.js';

/**
 * `taskCoherence` of a task that goes on, of its newest 64 to 127 runs and sleeps, in the integers of a BPF program: see interval-series.ts for the
 * definition and for how near it is to the batch.
 */
export class StreamingTaskCoherence {
  private readonly runs = new IntervalSeries();
  private readonly sleeps = new IntervalSeries();

  /** Takes the length of a run, in whole ns. Throws RangeError on what is none. */
  pushRun(ns: number): void {
    this.runs.push(ns);
  }

  /** Takes the length of a sleep, in whole ns. Throws RangeError on what is none. */
  pushSleep(ns: number): void {
    this.sleeps.push(ns);
  }

  /** With steps of 2⁻¹⁶; `undefined` before 8 runs and 8 sleeps. */
  get value(): TaskCoherence | undefined {
    const ran = this.runs.order;
    const slept = this.sleeps.order;
    if (ran === undefined || slept === undefined) return undefined;
    const order = Math.min(ran, slept) / fixedOne;
    const white = whiteShare('lattice');
    return { coherence: Math.max(0, order), share: white + (1 - white) * order };
  }
}
