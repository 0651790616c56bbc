/**
 * Load of a CPU between samples, as ondemand and conservative see it (drivers/cpufreq/cpufreq_governor.c, dbs_update).
 *
 * 1. A sample is taken when the scheduler calls and the sampling period is over; an idle CPU is not sampled.
 * 2. Load = busy share of the time since the last sample.
 * 3. After a sleep longer than two periods the previous load is used once: a task that has just woken does not yet show what it needs.
 */
import type { CpuLoad } from './governor-contract.js';

/** The kernel's least sampling period with micro-accounting of idle time, ms. */
const periodMs = 10;

export class SampledLoad {
  private at = 0;
  private busy = 0;
  private previous = 0;

  /** The load as a share when a sample is due at `now` ms, else undefined. */
  sample({ busy }: CpuLoad, now: number): number | undefined {
    const elapsed = now - this.at;
    if (elapsed < periodMs) return undefined;
    const idle = elapsed - (busy - this.busy);
    const slept = idle > 2 * periodMs && this.previous > 0;
    const load = slept ? this.previous : Math.min(1, Math.max(0, 1 - idle / elapsed));
    this.previous = slept ? 0 : load;
    this.at = now;
    this.busy = busy;
    return load;
  }
}
