/**
 * schedutil by its documented rules (kernel/sched/cpufreq_schedutil.c).
 *
 * 1. Utilisation is frequency-invariant PELT: util ← util·y + (1−y)·busy·f/f_max each ms, y^32.768 ms = ½ (32 periods of 1024 µs).
 * 2. Ask for 1.25 · util · f_max (map_util_perf: a quarter of headroom).
 * 3. Keep an answer for at least the rate limit; 1 ms is the kernel's default where the driver states no latency.
 * The lowest operating point not below the answer is taken (CPUFREQ_RELATION_L). util_est and the iowait boost are not modelled.
 */
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

export class Schedutil {
  private answer = 0;
  private answered = Number.NEGATIVE_INFINITY;
  private readonly rateLimitMs: number;

  constructor(rateLimitMs = 1) {
    this.rateLimitMs = rateLimitMs;
  }

  /** Wanted frequency as a share of f_max at `now` ms. */
  want(util: number, now: number): number {
    if (now - this.answered >= this.rateLimitMs) {
      this.answer = headroom * util;
      this.answered = now;
    }
    return this.answer;
  }
}
