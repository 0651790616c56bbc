/** The simulation in real time, as a Machine: the daemon runs on it where there is no cpufreq. It is labelled as simulated everywhere. */
import type { Description } from '../../model/description.js';
import type { Sample } from '../../model/sensing/sample.js';
import type { ControlValue } from '../../model/signals.js';
import type { TasksWanted, TaskTable } from '../../model/tasks/task.js';
import { nanoseconds } from '../../model/units.js';
import type { Cadence, ControlResult, Machine, MachineEvents, Outcome } from '../machine.js';
import { Bands } from './bands.js';
import { type Clock, monotonicClock } from './clock.js';
import { describe } from './describe.js';
import { Keeper } from './keeper.js';
import { Sampling } from './sampling.js';
import { type SimulatedSignal, simulatedSignals } from './signals.js';
import { World, type WorldOptions } from './world.js';

export interface SimulatedOptions extends WorldOptions {
  /** Simulated seconds per second; cadence and lease use simulated time too. */
  readonly speed?: number | undefined;
  /** errno with which the simulated kernel refuses a control. */
  readonly refuse?: Readonly<Record<string, string>> | undefined;
  readonly clock?: Clock | undefined;
}

export class SimulatedMachine implements Machine {
  private readonly world: World;
  private readonly keeper: Keeper;
  private readonly sampling: Sampling;
  private readonly signals: readonly SimulatedSignal[];
  private readonly clock: Clock;
  private readonly speed: number;
  /** The clock's ms at which the world began. */
  private readonly began: number;
  private epoch: number;
  private events: MachineEvents | undefined;
  private due = 0;
  private asleep = 0;
  private cancel: () => void = () => undefined;

  constructor(options: SimulatedOptions) {
    this.world = new World(options);
    this.keeper = new Keeper(this.world.settings, options.refuse ?? {});
    this.signals = simulatedSignals(this.world);
    this.sampling = new Sampling(new Bands(this.signals.map(s => s.spec)));
    this.clock = options.clock ?? monotonicClock;
    this.speed = options.speed ?? 1;
    this.began = this.clock.now();
    this.epoch = Math.floor(this.began);
  }

  async start(events: MachineEvents): Promise<Description> {
    this.events = events;
    this.arm();
    const description = this.description();
    events.hello(description);
    return description;
  }

  cadence(cadence: Cadence): void {
    this.sampling.set(cadence);
    this.catchUp();
    this.due = this.sampling.after(this.world.now, this.world.now);
    this.arm();
  }

  sample(): void {
    if (this.events === undefined) return;
    this.catchUp();
    this.sampling.ask();
    this.due = this.world.now;
    this.arm();
  }

  async set(values: Readonly<Record<string, ControlValue>>, leaseSeconds: number): Promise<Outcome> {
    if (this.events === undefined) return this.outcome(unreachable(values));
    this.catchUp();
    const results = this.keeper.set(values, this.world.now, leaseSeconds);
    this.arm();
    return this.outcome(results);
  }

  /** Its battery has no charge limit, so there is nothing to keep. */
  keep(): void {}

  async tasks(wanted: TasksWanted = {}): Promise<TaskTable> {
    if (this.events === undefined) throw new Error('the machine is not started');
    this.catchUp();
    return this.world.tasks(wanted, Math.floor(this.began * 1e6));
  }

  beat(leaseSeconds: number): void {
    this.catchUp();
    this.keeper.beat(this.world.now, leaseSeconds);
    this.arm();
  }

  async restore(): Promise<Outcome> {
    this.catchUp();
    return this.putBack() ?? this.outcome({});
  }

  async stop(): Promise<Outcome | undefined> {
    if (this.events === undefined) return undefined;
    const left = await this.restore();
    this.events = undefined;
    this.cancel();
    return left;
  }

  /** Whole simulated ms since the start; a ms that lacks one ns counts, since the clock's doubles are no finer. */
  private elapsed(): number {
    return Math.floor((this.clock.now() - this.began) * this.speed + 1e-6 * this.speed);
  }

  /** Advances the world to now; a lease that ended in between ends at its own time. */
  private catchUp(): void {
    if (this.events === undefined) return;
    const now = this.elapsed();
    if (this.keeper.leaseEnd <= now) {
      this.world.advanceTo(this.keeper.leaseEnd);
      const outcome = this.putBack();
      if (outcome !== undefined) this.events?.restored('lease', outcome);
    }
    this.world.advanceTo(now);
  }

  private putBack(): Outcome | undefined {
    const results = this.keeper.restore();
    if (results === undefined) return undefined;
    this.epoch = Math.max(this.epoch + 1, Math.floor(this.began + this.world.now));
    return this.outcome(results);
  }

  /** One timer for whichever comes first: the next sample or the end of the lease. */
  private arm(): void {
    this.cancel();
    if (this.events === undefined) return;
    const next = Math.ceil(Math.min(this.due, this.keeper.leaseEnd));
    this.cancel = this.clock.at(this.began + next / this.speed, () => this.wake());
  }

  private wake(): void {
    this.catchUp();
    const { now } = this.world;
    if (this.due <= now) {
      if (this.world.suspended !== this.asleep) this.resume();
      this.send(this.sampling.take(this.measure(), now));
      this.due = this.sampling.after(this.due, now);
    }
    this.arm();
  }

  /** After a suspend everything is reported again, as the helper does. */
  private resume(): void {
    this.asleep = this.world.suspended;
    this.send(this.sampling.flush());
    this.events?.hello(this.description());
  }

  private send(batch: readonly Sample[]): void {
    if (batch.length > 0) this.events?.samples(batch);
  }

  private measure(): Sample {
    this.world.sampled();
    const at = nanoseconds(Math.floor((this.began + this.world.now) * 1e6));
    return { at, epoch: this.epoch, values: Float64Array.from(this.signals, s => s.read()) };
  }

  private description(): Description {
    const boot = `simulated-${this.began}`;
    return describe(
      this.world,
      this.signals.map(s => s.spec),
      { boot, epoch: this.epoch, baseline: this.keeper.baseline },
    );
  }

  private outcome(results: Readonly<Record<string, ControlResult>>): Outcome {
    return { epoch: this.epoch, results };
  }
}

const unreachable = (values: Readonly<Record<string, ControlValue>>): Record<string, ControlResult> =>
  Object.fromEntries(
    Object.entries(values).map(([name, wanted]) => [
      name,
      { errno: 'ENOTCONN', wanted, why: 'the machine is not started' },
    ]),
  );
