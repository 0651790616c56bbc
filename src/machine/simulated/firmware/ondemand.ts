/**
 * ondemand by its documented rules (drivers/cpufreq/cpufreq_ondemand.c).
 *
 * 1. Each sampling period of 10 ms: a load above 95 % (the threshold with micro-accounting) asks for the maximum.
 * 2. Else for f_min + load · (f_max − f_min).
 * powersave_bias 0, sampling_down_factor 1: the defaults.
 */
import type { CpuLoad, KernelGovernor } from './governor-contract.js';
import { SampledLoad } from './sampled-load.js';

const upThreshold = 0.95;

export class Ondemand implements KernelGovernor {
  private readonly lowest: number;
  private readonly sampled = new SampledLoad();
  private answer: number;

  /** `lowest`: f_min as a share of f_max. */
  constructor(lowest: number) {
    this.lowest = lowest;
    this.answer = lowest;
  }

  want(load: CpuLoad, now: number): number {
    const share = this.sampled.sample(load, now);
    if (share !== undefined) this.answer = share > upThreshold ? 1 : this.lowest + share * (1 - this.lowest);
    return this.answer;
  }
}
