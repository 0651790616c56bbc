/**
 * Compute share β: the share of a run at full clock that a lower clock lengthens.
 *
 * 1. Stall share s of the busy time, at the current clock x = f/top: from a counter if there is one, else misses × latency (miss-latency.ts).
 * 2. β = (1−s)x / ((1−s)x + s), so that a run takes β·top/f + 1 − β of its time at top (THEORY 3.1).
 * 3. A domain's β is the largest of its working CPUs: a cap made for a CPU that waits must not slow one that computes.
 * 4. EMA of 0.2 s, restarted when a phase of another kind begins.
 * 5. After a pause of 0.1 s, β is that of typical work at its start, if that computes more: the mean of the first values after earlier pauses. A cap
 *    made for the end of the last job would spend the budget in the first moments of the next.
 *
 * 6. The largest β of the last minutes bounds what any single piece of the work may need: it falls towards the mean with a time constant of 30 s.
 *
 * An unknown s counts as 0: β = 1 never slows anything by more than was promised.
 */
import type { Saved, Stateful } from '../../model/saved.js';
import type { CpuWork } from '../../model/sensing/reading.js';
import { emaWeight } from './ema.js';
import type { MissLatency } from './miss-latency.js';

const meanWeight = emaWeight(0.2);
const mostWeight = emaWeight(30);
const pauseSeconds = 0.1;
/** Weight of one start in the mean of all. */
const beginning = 0.3;
/** Three standard deviations of a counter with an error of 5 %: a larger jump is another phase of the program, not noise. */
const jump = 0.15;

/** β at top from a stall share at the clock `x` = f/top; s and x are in [0, 1]. */
export function computeShare(stall: number, x: number): number {
  const compute = (1 - stall) * x;
  return compute + stall > 0 ? compute / (compute + stall) : 1;
}

/** β of one domain over time. */
export class ComputeShare implements Stateful {
  /** In [0, 1]; 1 until something is known. */
  value = 1;
  /** The largest β of the last minutes. */
  most = 1;
  /** β of the newest tick alone. */
  now = 1;
  /** Stall share of the CPU that decides, at the current clock; undefined if it cannot be known. */
  stall: number | undefined;
  /** β of work at its start. */
  private onset = 1;
  private pausedFor = 0;

  /** Takes `interval` s in which hardly anything ran. */
  pause(interval: number): void {
    this.pausedFor += interval;
    if (this.pausedFor >= pauseSeconds) this.value = Math.max(this.value, this.onset);
  }

  /** Takes what the domain's working CPUs did in `interval` s at the clock `x` = f/top. */
  follow(work: readonly CpuWork[], x: number, interval: number, latency: MissLatency): void {
    if (work.length === 0) return;
    let largest = 0;
    let decides: number | undefined;
    for (const cpu of work) {
      const stall = cpu.stall ?? latency.stallShare(cpu);
      const beta = computeShare(stall ?? 0, x);
      if (beta < largest) continue;
      largest = beta;
      decides = stall;
    }
    this.stall = decides;
    if (this.pausedFor >= pauseSeconds) this.onset += beginning * (largest - this.onset);
    this.pausedFor = 0;
    this.now = largest;
    const jumped = Math.abs(largest - this.value) > jump;
    this.value += (jumped ? 1 : meanWeight(interval)) * (largest - this.value);
    this.most = Math.max(this.value, this.most + mostWeight(interval) * (this.value - this.most));
  }

  save() {
    const { value, most, now, stall, onset, pausedFor } = this;
    return { value, most, now, stall, onset, pausedFor };
  }

  restore(saved: Saved<ComputeShare>): void {
    ({
      value: this.value,
      most: this.most,
      now: this.now,
      stall: this.stall,
      onset: this.onset,
      pausedFor: this.pausedFor,
    } = saved);
  }
}
