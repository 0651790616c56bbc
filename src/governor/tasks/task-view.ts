/** What tasks that share CPUs do. The kernel does not tell on which CPU a task runs, so it is the whole machine's; rules see nothing else of tasks. */
export interface TaskView {
  /** Tasks that come at their own pace; those that use most first, 16 at most. Times in ms, `run` at the clocks that there were. */
  readonly periodic: readonly PeriodicTask[];
  /** CPU time of all other tasks as a share of the periodic ones'. */
  readonly others: number;
  /** The longest mean run of another task that ran within a minute, ms; 0 where there is none. */
  readonly longest: number;
  /** Share of its time that periodic tasks take from a task that is busy all the time, at most; 0 where there is none. */
  readonly taken: number;
}

export interface PeriodicTask {
  readonly period: number;
  /** CPU time a period. */
  readonly run: number;
  /** The mean clock of that; 0 where unknown. */
  readonly mhz: number;
}
