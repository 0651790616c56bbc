/**
 * Cores in one package, each a frequency domain of its own.
 *
 * 1. A single core is the engine as in the model, including uncore and heat.
 * 2. Several cores run the same milliseconds, one after the other. They share the uncore, which is awake while any of them runs and for t_pkg after,
 *    the heat of all their power, and the clock limit of the firmware (turbo.ts).
 * 3. Tasks are pinned: to the core that they name, otherwise to the cores in turn.
 */

import type { KernelGovernor } from '../firmware/governor-contract.js';
import type { GovernorName } from '../firmware/kernel-governor.js';
import type { Firmware } from '../firmware/preference.js';
import { Turbo, type TurboNumbers } from '../firmware/turbo.js';
import type { TaskBook } from '../tasks/task-book.js';
import type { Meter } from '../work/busy-ladder.js';
import type { JobStream, Program } from '../work/job.js';
import { Engine, type JobObserver } from './engine.js';
import { at, type PlatformNumbers } from './platform.js';
import { Thermal } from './thermal.js';

export interface PackageNumbers {
  /** Heat and uncore are those of the first. */
  readonly cores: readonly [PlatformNumbers, ...PlatformNumbers[]];
  readonly turbo?: TurboNumbers | undefined;
}

export interface PackageOptions {
  readonly numbers: PackageNumbers;
  readonly governor: GovernorName | (() => KernelGovernor);
  readonly firmware?: Firmware | undefined;
  readonly streams?: readonly (JobStream | Program)[] | undefined;
  readonly observer?: JobObserver | undefined;
  readonly meter?: (() => Meter) | undefined;
  /** Keeps account of tasks. */
  readonly tasks?: TaskBook | undefined;
}

export class Package {
  readonly engines: readonly [Engine, ...Engine[]];
  private readonly platform: PlatformNumbers;
  private readonly turbo: Turbo | undefined;
  /** mJ. */
  private uncore = 0;
  /** ms since a core ran. */
  private idleFor = 0;

  constructor({ numbers: { cores, turbo }, governor, firmware, streams = [], observer, meter, tasks }: PackageOptions) {
    const [first, ...others] = cores;
    this.platform = first;
    this.turbo = turbo === undefined ? undefined : new Turbo(turbo, at(first.f, 0));
    const heat = others.length === 0 ? undefined : new Thermal(first);
    const engine = (p: PlatformNumbers): Engine =>
      new Engine({
        platform: heat === undefined ? p : { ...p, p_unc_act: 0, p_unc_idle: 0 },
        governor: typeof governor === 'string' ? governor : governor(),
        firmware,
        observer,
        meter,
        heat,
        account: tasks?.core(),
      });
    this.engines = [engine(first), ...others.map(engine)];
    this.assign(streams);
  }

  /** Whole ms since the start. */
  get now(): number {
    return this.engines[0].now;
  }

  get thermal(): Thermal {
    return this.engines[0].thermal;
  }

  /** mJ used by the whole package, and the cores' part. */
  get energy(): number {
    return this.uncore + this.engines.reduce((sum, e) => sum + e.counters.energy, 0);
  }

  get coreEnergy(): number {
    return this.engines.reduce((sum, e) => sum + e.counters.coreEnergy, 0);
  }

  assign(streams: readonly (JobStream | Program)[]): void {
    const count = this.engines.length;
    for (const [i, engine] of this.engines.entries())
      engine.assign(streams.filter((s, n) => (s.core ?? n) % count === i));
  }

  advanceTo(until: number): void {
    if (this.engines.length === 1) this.engines[0].advanceTo(until);
    else while (this.now + 1 <= until) this.step();
  }

  /** The whole package sleeps for `ms`. */
  suspend(ms: number): void {
    for (const [i, engine] of this.engines.entries()) engine.suspend(ms, i === 0);
  }

  private step(): void {
    const { platform } = this;
    const end = this.now + 1;
    const before = this.energy;
    let active = 0;
    for (const engine of this.engines) {
      const { busy } = engine.counters;
      engine.advanceTo(end);
      if (engine.counters.busy > busy) active++;
    }
    this.idleFor = active > 0 ? 0 : this.idleFor + 1;
    this.uncore += this.idleFor <= platform.t_pkg ? platform.p_unc_act : platform.p_unc_idle;
    const watts = this.energy - before;
    this.thermal.advance(watts, 1);
    this.turbo?.tick(active, watts);
    for (const { pstate } of this.engines) {
      pstate.heat(this.thermal.junction);
      if (this.turbo !== undefined) pstate.hold(this.turbo.limit * 1e6);
    }
  }
}
