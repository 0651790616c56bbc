/**
 * Latency of a miss of the last-level cache, for CPUs that count misses but no stalls (THEORY 3, stall share).
 *
 * 1. A program's cycles per instruction are c₀ + L·f·(misses per instruction): waiting costs more cycles the faster the clock.
 * 2. L is the slope, by least squares with forgetting over a minute of busy time, of cycles on f·misses, both per instruction.
 * 3. What is used is the lower end of its confidence, L − 2·(standard error), from 0 to 150 ns: understating the wait keeps the promise.
 */
import type { CpuWork } from '../model/reading.js';

const forgetSeconds = 60;
const mostNs = 150;
/** Cycles an instruction that no program takes: a counter that says so is wrong. */
const mostCycles = 1000;
/** With less than this many seconds of busy time nothing is said. */
const fewestSeconds = 2;
const deviations = 2;

/** One for a machine: its CPUs share their memory. */
export class MissLatency {
  private weight = 0;
  private meanX = 0;
  private meanY = 0;
  private xx = 0;
  private xy = 0;
  private yy = 0;
  /** Number of observations that the forgetting leaves, for the standard error. */
  private count = 0;

  /** Takes what a CPU did in `interval` s at `khz`. */
  learn({ cycles, instructions, cacheMisses, busy }: CpuWork, khz: number, interval: number): void {
    if (cycles === undefined || cacheMisses === undefined || instructions === undefined || !(instructions > 0)) return;
    const x = ((khz / 1e6) * cacheMisses) / instructions;
    const y = cycles / instructions;
    const ran = busy * interval;
    if (!(ran > 0) || !(x >= 0 && x < mostCycles && y < mostCycles)) return;
    const keep = Math.exp(-ran / forgetSeconds);
    this.weight = this.weight * keep + ran;
    this.count = this.count * keep + 1;
    const share = ran / this.weight;
    const dx = x - this.meanX;
    const dy = y - this.meanY;
    this.meanX += share * dx;
    this.meanY += share * dy;
    this.xx += share * ((1 - share) * dx * dx - this.xx);
    this.xy += share * ((1 - share) * dx * dy - this.xy);
    this.yy += share * ((1 - share) * dy * dy - this.yy);
  }

  /** ns that a miss surely costs; undefined while too little was seen. */
  get nanoseconds(): number | undefined {
    if (this.weight < fewestSeconds || this.count < 3 || !(this.xx > 0)) return undefined;
    const slope = this.xy / this.xx;
    const residual = Math.max(0, this.yy - slope * this.xy);
    const error = Math.sqrt(residual / this.xx / (this.count - 2));
    return Math.min(mostNs, Math.max(0, slope - deviations * error));
  }

  /** Share of the busy time that a CPU waited; undefined where misses are not counted or their cost is not known. */
  stallShare({ cacheMisses, busy }: CpuWork): number | undefined {
    const { nanoseconds } = this;
    if (cacheMisses === undefined || nanoseconds === undefined || !(busy > 0)) return undefined;
    return Math.min(mostStalled, (cacheMisses * nanoseconds * 1e-9) / busy);
  }
}

/** No program waits all the time. */
const mostStalled = 0.97;
