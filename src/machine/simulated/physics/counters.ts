/** What the simulated hardware has counted since power-on; every field only grows. */
export interface Counters {
  /** Time in which the CPU ran, ms. */
  busy: number;
  /** The part of it spent waiting for memory, ms. */
  stalled: number;
  /** Work done, ms at f_max. */
  work: number;
  /** Cycles of the core clock while it ran. */
  cycles: number;
  /** The cycles of those in which it did not wait for memory. */
  productive: number;
  /** Instructions retired: one for each cycle that did not wait for memory, so work·(1−m)·f_max. */
  instructions: number;
  /** Package energy and the core's part of it, mJ. */
  energy: number;
  coreEnergy: number;
  /** Time in which a runnable task had to wait for the CPU, ms. */
  pressure: number;
  /** Changes of the running task, including from and to idle. */
  switches: number;
  /** Changes of the P-state. */
  transitions: number;
  /** Jobs done. */
  jobs: number;
}

export const zeroCounters = (): Counters => ({
  busy: 0,
  stalled: 0,
  work: 0,
  cycles: 0,
  productive: 0,
  instructions: 0,
  energy: 0,
  coreEnergy: 0,
  pressure: 0,
  switches: 0,
  transitions: 0,
  jobs: 0,
});
