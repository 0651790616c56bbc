/**
 * By what energy is told apart. `idle`: what no task's work explains. `work`: the energy of an application that reports its work by heartbeats;
 * `work_package`: that of all applications in the time of such work, where its own is not known. `gpu`: an application's energy on GPUs, and
 * `gpu_idle` what none of its processes explains.
 */
export type Way = 'application' | 'cgroup' | 'unit' | 'idle' | 'work' | 'work_package' | 'gpu' | 'gpu_idle';

/** The rest of a way's users, and idle energy, have no name of their own. */
export const noName = '';

/** What one user had in one slot. */
export interface UsageEntry {
  readonly way: Way;
  /** Of work: its unit, a space, and the name of who does it. */
  readonly name: string;
  /** Null where no package energy was measured. */
  readonly millijoules: number | null;
  /**
   * Thousandths of a second of CPU time, of a GPU of time in which its kernels ran, of idle of recorded time; of work
   * thousandths of its unit. */
  readonly amount: number;
}

/** All users of one minute of UTC. It is written again, whole, when there is more of it. */
export interface UsageRow {
  /** Start of the minute, ms. */
  readonly slot: number;
  /** How often the clock was set back in this run: the same time afterwards is another row. */
  readonly part: number;
  readonly entries: readonly UsageEntry[];
}

/** From fine to coarse; each is kept as long as the level of measured values named beside it in retain-usage.ts. */
export const usageLevels = ['usage_1min', 'usage_15min', 'usage_1h', 'usage_1day'] as const;
export type UsageLevel = (typeof usageLevels)[number];

export const usageMs: Readonly<Record<UsageLevel, number>> = {
  usage_1min: 60_000,
  usage_15min: 900_000,
  usage_1h: 3_600_000,
  usage_1day: 86_400_000,
};
