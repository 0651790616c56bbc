import type { Task } from './task.js';

/** What a task did between two looks. */
export interface TaskUse {
  /** As it was at the later look, or at its end. */
  readonly task: Task;
  /** s on a CPU. */
  readonly run: number;
  /** Run time times the clock of the CPU, s·MHz; 0 where clocks are unknown. */
  readonly work: number;
  readonly wakeups: number;
  readonly voluntary: number;
  readonly involuntary: number;
  readonly misses: number;
}

/** All that was done between two looks. */
export interface TaskInterval {
  /** Unix epoch, s. */
  readonly from: number;
  readonly to: number;
  readonly uses: readonly TaskUse[];
}
