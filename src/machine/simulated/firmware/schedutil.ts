/**
 * schedutil by its documented rules (kernel/sched/cpufreq_schedutil.c).
 *
 * 1. Utilisation is frequency-invariant PELT: util ← util·y + (1−y)·busy·f/f_max each ms, y^32.768 ms = ½ (32 periods of 1024 µs).
 * 2. When a CPU goes idle its utilisation is kept (util_est): at once if it is higher than the stored value, else by a quarter of the way. A task
 *    that wakes is assumed to need that much (kernel/sched/fair.c, util_est_update; here per CPU, not per task).
 * 3. Ask for 1.25 · max(util, util_est) · f_max (sugov_apply_dvfs_headroom: a quarter of headroom).
 * 4. Keep an answer for at least the rate limit; 1 ms is the kernel's default if the driver states no latency.
 * The lowest operating point not below the answer is taken (CPUFREQ_RELATION_L). The iowait boost is not modelled: no load here waits for a disk.
 */
import type { CpuLoad, KernelGovernor } from './governor-contract.js';

const halfLifeMs = 32.768;
const headroom = 1.25;

/** Utilisation of one CPU as a share of its capacity at f_max. */
export class Pelt {
  util = 0;
  private static readonly perMs = 0.5 ** (1 / halfLifeMs);

  /** One ms, of which the share `contribution` = busy·f/f_max was used. */
  tick(contribution: number): void {
    this.util = this.util * Pelt.perMs + (1 - Pelt.perMs) * contribution;
  }

  /** `ms` of idling. */
  decay(ms: number): void {
    this.util *= 0.5 ** (ms / halfLifeMs);
  }
}

export class Schedutil implements KernelGovernor {
  private estimate = 0;
  private answer = 0;
  private answered = Number.NEGATIVE_INFINITY;
  private readonly rateLimitMs: number;

  constructor(rateLimitMs = 1) {
    this.rateLimitMs = rateLimitMs;
  }

  /** Wanted frequency as a share of f_max at `now` ms. */
  want({ util }: CpuLoad, now: number): number {
    if (now - this.answered >= this.rateLimitMs) {
      this.answer = headroom * Math.max(util, this.estimate);
      this.answered = now;
    }
    return this.answer;
  }

  idle({ util }: CpuLoad): void {
    this.estimate = util > this.estimate ? util : this.estimate + (util - this.estimate) / 4;
  }
}
