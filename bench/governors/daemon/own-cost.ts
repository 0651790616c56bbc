/**
 * The energy that helper and engine use themselves. They run on another core of the package, at the clock that the domain has at that moment: they
 * delay nothing, but the core draws power, and a package that was idle is woken.
 */
import type { Package } from '../../../src/machine/simulated/physics/package.js';
import { at, type PlatformNumbers } from '../../../src/machine/simulated/physics/platform.js';
import { leakage, runningUncore, switching } from '../../../src/machine/simulated/physics/power.js';
import { dilation } from '../../../src/machine/simulated/work/job.js';

/** CPU time in ms. */
export interface OwnCost {
  /** The helper's for each sample, and the engine's for each tick. */
  readonly sample: number;
  readonly tick: number;
  /** The engine's for each sample that is only measured, since a later one has its tick. */
  readonly measured: number;
  /** Both for each look at the tasks. */
  readonly look: number;
  /** Both for each change of our limits. */
  readonly write: number;
}

/** What was done since the charge before. */
export interface Done {
  readonly ticks: number;
  readonly measured: number;
  readonly looks: number;
  readonly writes: number;
}

/**
 * `npm run bench -- daemon` at 10 Hz, on a virtual machine: 0.98 % of a core, of which the helper has 0.33, and waking Node 0.18. Reading and recording
 * a sample was half of the rest of a tick there, on the simulated laptop. What a write costs is assumed. A look is
 * one at the 300 tasks of a desktop, 8 µs each: 3 to decode them, the rest assumed for the kernel and the helper. Taken as ms at f_max.
 */
export const ownCost: OwnCost = { sample: 0.33, tick: 0.65, measured: 0.24, look: 2.4, write: 0.1 };

/** Its share of waiting for memory: code that ran last 100 ms ago finds its caches cold. */
const memory = 0.3;

export class Upkeep {
  /** J. */
  energy = 0;
  private readonly platform: PlatformNumbers;
  private readonly cost: OwnCost;
  private now = 0;
  private busy = 0;

  constructor(platform: PlatformNumbers, cost: OwnCost) {
    this.platform = platform;
    this.cost = cost;
  }

  /** One sample was taken, which led to so much. */
  charge(
    { now, engines, thermal }: Pick<Package, 'now' | 'engines' | 'thermal'>,
    { ticks, measured, looks, writes }: Done,
  ): void {
    const { platform: p, cost } = this;
    const [{ counters, pstate }] = engines;
    const elapsed = now - this.now;
    const idle = elapsed > 0 ? Math.max(0, 1 - (counters.busy - this.busy) / elapsed) : 0;
    this.now = now;
    this.busy = counters.busy;
    const index = Math.min(pstate.index, p.f.length - 1);
    const slow = dilation(memory, at(p.f, index) / at(p.f, p.f.length - 1));
    const stall = memory / slow;
    const core = switching(p, index, stall) + leakage(p, index, thermal.junction) - p.p_c6;
    const uncore = idle * (runningUncore(p, stall) - p.p_unc_idle);
    const ms =
      (cost.sample + ticks * cost.tick + measured * cost.measured + looks * cost.look + writes * cost.write) * slow;
    const tail = idle * Math.min(p.t_pkg, elapsed) * (p.p_unc_act - p.p_unc_idle);
    const wakes = ticks > 0 ? 2 : 1;
    this.energy += (ms * (core + uncore) + tail) / 1000 + wakes * p.e_wake;
  }
}
