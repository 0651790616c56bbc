/**
 * Latency of a miss of the last-level cache, for CPUs that count misses but no stalls (THEORY 3, stall share).
 *
 * 1. A program of c₀ cycles per instruction takes c₀·instructions + L·f·misses cycles. Per cycle: 1 = c₀·y + L·x with y = instructions per cycle and
 *    x = f·(misses per cycle).
 * 2. So y = (1 − L·x)/c₀: a straight line by least squares with forgetting over a minute of busy time, and L = −slope/intercept. Cycles are counted
 *    exactly, the other two are not (they share a multiplexed counter): dividing by cycles keeps their errors apart, and an error in x makes L too
 *    small. Divided by instructions, as THEORY has it, their error would tilt the line upward.
 * 3. The value used is the lower end of its confidence interval, the slope less 2 standard errors, from 0 to 150 ns: an underestimate of the wait
 *    keeps the promise.
 */
import type { Saved, Stateful } from '../../model/saved.js';
import type { CpuWork } from '../../model/sensing/reading.js';

const forgetSeconds = 60;
const mostNs = 150;
/** Instructions per cycle, and ns of waiting per ns, that no program reaches: a counter that shows more is wrong. */
const most = 1000;
/** With fewer seconds of busy time than this there is no answer. */
const fewestSeconds = 2;
const deviations = 2;

/** One per machine: its CPUs share their memory. */
export class MissLatency implements Stateful {
  private weight = 0;
  private meanX = 0;
  private meanY = 0;
  private xx = 0;
  private xy = 0;
  private yy = 0;
  /** Number of observations left after forgetting, for the standard error. */
  private count = 0;

  /** Takes what a CPU did in `interval` s at `khz`. */
  learn({ cycles, instructions, cacheMisses, busy }: CpuWork, khz: number, interval: number): void {
    if (cycles === undefined || cacheMisses === undefined || instructions === undefined || !(cycles > 0)) return;
    const x = ((khz / 1e6) * cacheMisses) / cycles;
    const y = instructions / cycles;
    const ran = busy * interval;
    if (!(ran > 0) || !(x >= 0 && x < most && y >= 0 && y < most)) return;
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

  /** Lower bound in ns on the cost of a miss; undefined while too little was seen. */
  get nanoseconds(): number | undefined {
    if (this.weight < fewestSeconds || this.count < 3 || !(this.xx > 0)) return undefined;
    const slope = -this.xy / this.xx;
    const residual = Math.max(0, this.yy + slope * this.xy);
    const error = Math.sqrt(residual / this.xx / (this.count - 2));
    const sure = Math.max(0, slope - deviations * error);
    const intercept = this.meanY + sure * this.meanX;
    const latency = sure / intercept;
    return latency >= 0 ? Math.min(mostNs, latency) : undefined;
  }

  /** Share of the busy time that a CPU waited; undefined if misses are not counted or their cost is unknown. */
  stallShare({ cacheMisses, busy }: CpuWork): number | undefined {
    const { nanoseconds } = this;
    if (cacheMisses === undefined || nanoseconds === undefined || !(busy > 0)) return undefined;
    return Math.min(mostStalled, (cacheMisses * nanoseconds * 1e-9) / busy);
  }

  save() {
    const { weight, meanX, meanY, xx, xy, yy, count } = this;
    return { weight, meanX, meanY, xx, xy, yy, count };
  }

  restore(saved: Saved<MissLatency>): void {
    ({
      weight: this.weight,
      meanX: this.meanX,
      meanY: this.meanY,
      xx: this.xx,
      xy: this.xy,
      yy: this.yy,
      count: this.count,
    } = saved);
  }
}

/** No program waits all the time. */
const mostStalled = 0.97;
