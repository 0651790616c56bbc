/** The input of a governor. */
export interface CpuLoad {
  /** PELT utilisation, share of the capacity at f_max. */
  readonly util: number;
  /** Time in which the CPU has run since the start, ms. */
  readonly busy: number;
}

/** Limits as shares of f_max. */
export interface Within {
  readonly min: number;
  readonly max: number;
}

export interface KernelGovernor {
  /** Wanted frequency as a share of f_max at `now` ms, within the limits in force; called at each wake-up and each ms of running. */
  want(load: CpuLoad, now: number, within: Within): number;
  /** The CPU has nothing left to run. */
  idle?(load: CpuLoad): void;
}
