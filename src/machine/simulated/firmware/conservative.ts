/**
 * conservative by its documented rules (drivers/cpufreq/cpufreq_conservative.c).
 *
 * 1. Each sampling period of 10 ms: a load above 80 % raises the request by a step, one below 20 % lowers it by a step.
 * 2. A step is 5 % of f_max. Samples skipped while the CPU slept count as steps down.
 */
import type { CpuLoad, KernelGovernor } from './governor-contract.js';
import { SampledLoad } from './sampled-load.js';

const up = 0.8;
const down = 0.2;
const step = 0.05;
const periodMs = 10;

export class Conservative implements KernelGovernor {
  private readonly lowest: number;
  private readonly sampled = new SampledLoad();
  private answer: number;
  private at = 0;

  /** `lowest`: f_min as a share of f_max. */
  constructor(lowest: number) {
    this.lowest = lowest;
    this.answer = lowest;
  }

  want(load: CpuLoad, now: number): number {
    const share = this.sampled.sample(load, now);
    if (share === undefined) return this.answer;
    const missed = Math.max(0, Math.floor((now - this.at) / periodMs) - 1);
    this.at = now;
    const from = Math.max(this.lowest, this.answer - missed * step);
    const change = share > up ? step : share < down ? -step : 0;
    this.answer = Math.min(1, Math.max(this.lowest, from + change));
    return this.answer;
  }
}
