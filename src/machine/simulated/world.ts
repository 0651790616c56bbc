/** The whole simulated machine, without a clock of its own: package, load, mains, battery, and events that tests add. Pure. */
import { StreamingBunching } from '../../lattice/metrics/streaming-bunching.js';
import type { ControlValue } from '../../model/signals.js';
import type { TasksWanted, TaskTable } from '../../model/tasks/task.js';
import type { GovernorName } from './firmware/kernel-governor.js';
import type { Firmware } from './firmware/preference.js';
import { type MachineName, machines, type SimulatedPlatform, type Unplug } from './machines.js';
import { Battery } from './physics/battery.js';
import type { Engine, JobObserver } from './physics/engine.js';
import { Package } from './physics/package.js';
import type { PlatformNumbers } from './physics/platform.js';
import { Settings } from './settings.js';
import { TaskBook } from './tasks/task-book.js';
import { Agenda } from './work/agenda.js';
import type { Meter } from './work/busy-ladder.js';
import type { JobStream, Program } from './work/job.js';
import { type Scene, sceneStreams } from './work/scenes.js';

export interface WorldOptions {
  readonly platform: MachineName;
  /** The same seed gives the same jobs. */
  readonly seed?: number | undefined;
  /** Replaces the platform's demo mix; repeated. */
  readonly scenes?: readonly Scene[] | undefined;
  /** Replaces the platform's; null: the plug stays in. */
  readonly unplug?: Unplug | null | undefined;
  /** Writes by somebody else, at seconds since the start; refused ones have no effect. */
  readonly foreign?:
    | readonly { readonly at: number; readonly control: string; readonly value: ControlValue }[]
    | undefined;
  /** Suspends to RAM, at seconds since the start. */
  readonly suspends?: readonly { readonly at: number; readonly seconds: number }[] | undefined;
  /** The kernel governor at the start. */
  readonly governor?: GovernorName | undefined;
  /** What picks the clock under `powersave`; then EPP is a control. */
  readonly firmware?: Firmware | undefined;
  /** Replaces scenes: these tasks, all the time. */
  readonly streams?: readonly (JobStream | Program)[] | undefined;
  readonly observer?: JobObserver | undefined;
  /** Judge of the busy ladders; bunching by default. */
  readonly meter?: (() => Meter) | undefined;
  /** Relative standard deviation of a hardware counter's growth from sample to sample. */
  readonly noise?: number | undefined;
  /** Replaces the platform's own. */
  readonly numbers?: PlatformNumbers | undefined;
}

export class World {
  readonly platform: SimulatedPlatform;
  readonly package: Package;
  readonly settings: Settings;
  readonly battery: Battery | undefined;
  mains = true;
  /** Time asleep, ms. */
  suspended = 0;
  readonly seed: number;
  readonly noise: number;
  private readonly book = new TaskBook();
  private readonly agenda = new Agenda();
  private turn = 0;

  constructor(options: WorldOptions) {
    const {
      governor = 'schedutil',
      firmware,
      streams,
      observer,
      meter = () => new StreamingBunching(),
      numbers,
    } = options;
    const machine = machines[options.platform];
    this.platform = numbers === undefined ? machine : { ...machine, numbers };
    this.seed = options.seed ?? 1;
    this.noise = options.noise ?? 0;
    this.package = new Package({
      numbers: this.platform.package ?? { cores: [this.platform.numbers] },
      governor,
      firmware,
      streams,
      observer,
      meter,
      tasks: this.book,
    });
    this.settings = new Settings(this.package.engines, governor, firmware?.preference);
    const battery = this.platform.battery;
    this.battery = battery === undefined ? undefined : new Battery(battery.capacity, battery.charge, battery.charger);
    this.plan(options);
  }

  /** The only core, or the first. */
  get engine(): Engine {
    return this.package.engines[0];
  }

  /** Whole ms since the start, without time asleep. */
  get now(): number {
    return this.package.now;
  }

  /** Joules that the package has used. */
  get energy(): number {
    return this.package.energy / 1000;
  }

  /** Runs until `until` ms (rounded down). */
  advanceTo(until: number): void {
    for (let next = this.agenda.next; next <= until; next = this.agenda.next) {
      this.run(next);
      this.agenda.run(next);
    }
    this.run(until);
  }

  /** What each task did. `began`: CLOCK_BOOTTIME ns at which the world did. Throws an Error that says what is wrong with the request. */
  tasks(wanted: TasksWanted = {}, began = 0): TaskTable {
    const { engines } = this.package;
    return this.book.look(
      wanted,
      this.now,
      engines.map(e => e.running),
      began,
    );
  }

  /** A sample is taken now: the clocks that it shows weigh the tasks' work until the next one. */
  sampled(): void {
    this.book.sampled(
      this.now,
      this.package.engines.map(({ pstate }) => pstate.frequency / 1000),
    );
  }

  private run(until: number): void {
    const { now, energy } = this;
    this.package.advanceTo(until);
    this.battery?.advance(this.now - now, this.energy - energy);
  }

  private plan({
    streams,
    scenes = streams === undefined ? this.platform.scenes : [],
    unplug = this.platform.unplug,
    foreign = [],
    suspends = [],
  }: WorldOptions): void {
    if (scenes.some(s => s.seconds > 0)) this.show(scenes, 0);
    if (unplug && this.battery !== undefined) this.pull(unplug, unplug.at * 1000);
    for (const { at, control, value } of foreign) {
      this.agenda.add(at * 1000, () => {
        if (this.settings.refusal(control, value) === undefined) this.settings.write(control, value);
      });
    }
    for (const { at, seconds } of suspends) {
      this.agenda.add(at * 1000, () => {
        this.package.suspend(seconds * 1000);
        this.suspended += seconds * 1000;
      });
    }
  }

  private show(scenes: readonly Scene[], at: number): void {
    const scene = scenes[this.turn % scenes.length];
    if (scene === undefined) return;
    this.agenda.add(at, () => this.package.assign(sceneStreams(scene, this.turn++, this.seed, at)));
    this.agenda.add(at + scene.seconds * 1000, end => this.show(scenes, end));
  }

  private pull(unplug: Unplug, at: number): void {
    const plug = (online: boolean) => {
      this.mains = online;
      this.battery?.plug(online);
    };
    this.agenda.add(at, () => plug(false));
    this.agenda.add(at + unplug.seconds * 1000, () => plug(true));
    const { every } = unplug;
    if (every !== undefined) this.agenda.add(at + every * 1000, next => this.pull(unplug, next));
  }
}
