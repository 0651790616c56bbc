/**
 * One core, one frequency domain, event-accurate in steps of 1 ms.
 *
 * 1. Within a step the core runs the tasks' jobs and idles between them; arrivals and completions happen at their exact times, not on the grid.
 * 2. A piece of work takes work·(m + (1−m)·f_max/f); it waits for memory for the share m/(m + (1−m)·f_max/f) of that.
 * 3. Power adds up per stretch; leakage uses the temperature at the start of the step, heat the mean power of the step.
 * 4. At the end of a step: temperature, throttle, utilisation; then the governor, if the core is busy. The governor also runs at each wake-up.
 * 5. Several runnable tasks of the lowest nice value take turns of one step; the others wait. Once idle power is settled, whole idle milliseconds are
 *    one step.
 *
 * Pure: time comes only from advanceTo, and cutting the time up differently changes nothing but rounding. Longer than other files: one step is one
 * piece of arithmetic.
 */

import type { CpuLoad, KernelGovernor } from '../firmware/governor-contract.js';
import type { GovernorName } from '../firmware/kernel-governor.js';
import type { Firmware, PreferenceName } from '../firmware/preference.js';
import { PState } from '../firmware/pstate.js';
import { Reflex } from '../firmware/reflex.js';
import { Pelt } from '../firmware/schedutil.js';
import type { CoreTasks } from '../tasks/core-tasks.js';
import { BusyLadder, type Meter } from '../work/busy-ladder.js';
import { dilation, type Job, type JobStream, type Program, type Thread } from '../work/job.js';
import { Task } from '../work/task.js';
import { type Counters, zeroCounters } from './counters.js';
import type { PlatformNumbers } from './platform.js';
import { addIdle, type Energy, idleIsSettled, leakage, runningUncore, settledIdlePower, switching } from './power.js';
import { Thermal } from './thermal.js';

/** Called for every job that is done, at `finished` ms. */
export type JobObserver = (of: Thread['of'], job: Job, finished: number) => void;

export interface EngineOptions {
  readonly platform: PlatformNumbers;
  readonly governor: GovernorName | KernelGovernor;
  /** What picks the clock under `powersave`; without it the kernel does. */
  readonly firmware?: Firmware | undefined;
  readonly streams?: readonly (JobStream | Program)[] | undefined;
  readonly observer?: JobObserver | undefined;
  /** Judge of the busy ladders; without it there are no ladders. */
  readonly meter?: (() => Meter) | undefined;
  /** Heat that is shared and that another object advances; the engine's own by default. */
  readonly heat?: Thermal | undefined;
  /** Is told what the scheduler does. */
  readonly account?: CoreTasks | undefined;
}

export class Engine {
  /** Whole ms since the start. */
  now = 0;
  readonly platform: PlatformNumbers;
  readonly counters: Counters = zeroCounters();
  readonly thermal: Thermal;
  readonly pstate: PState;
  readonly ladder: BusyLadder | undefined;
  readonly reflex: Reflex;
  private readonly heats: boolean;
  private readonly pelt = new Pelt();
  private readonly observer: JobObserver | undefined;
  private readonly account: CoreTasks | undefined;
  private tasks: Thread[] = [];
  /** The task on the core. */
  running: Thread | undefined;
  /** How long the core has been idle at the end of the last stretch, ms; 0 while it runs. */
  private idleFor = 0;
  private readonly stretch: Energy = { core: 0, uncore: 0 };
  private leak = { junction: Number.NaN, index: -1, watts: 0 };

  constructor({ platform, governor, firmware, streams = [], observer, meter, heat, account }: EngineOptions) {
    this.platform = platform;
    this.observer = observer;
    this.account = account;
    this.thermal = heat ?? new Thermal(platform);
    this.heats = heat === undefined;
    this.pstate = new PState(platform, governor, firmware);
    this.reflex = new Reflex(({ floor, ceiling }) => this.pstate.limit(floor, ceiling));
    this.ladder = meter === undefined ? undefined : new BusyLadder(meter);
    this.assign(streams);
  }

  /** PELT utilisation, share of the capacity at f_max. */
  get util(): number {
    return this.pelt.util;
  }

  /** Replaces the work from now on; jobs in progress are dropped. */
  assign(streams: readonly (JobStream | Program)[]): void {
    this.tasks = streams.map(s => (s.kind === 'program' ? s.start(this.now) : new Task(s, this.now)));
    if (this.running !== undefined) this.counters.switches++;
    this.running = undefined;
    this.account?.assigned(this.tasks, this.now);
  }

  govern(name: GovernorName): void {
    this.pstate.govern(name, this.load(), this.now);
  }

  prefer(preference: PreferenceName): void {
    this.pstate.prefer(preference, this.load(), this.now);
  }

  /** Runs until `until` ms (rounded down to whole ms). */
  advanceTo(until: number): void {
    while (this.now + 1 <= until) {
      const idle = this.idleSteps(until);
      if (idle > 0) this.skip(idle);
      else this.step();
    }
  }

  /**
   * The whole machine sleeps (suspend to RAM): no time passes on this clock and no power is used, but `ms` pass for the heat, if this core keeps it.
   */
  suspend(ms: number, keepsHeat = true): void {
    if (keepsHeat) this.thermal.advance(0, ms);
    this.pelt.decay(ms);
    this.pstate.heat(this.thermal.junction);
  }

  private load(): CpuLoad {
    return { util: this.pelt.util, busy: this.counters.busy };
  }

  /** The number of whole ms in which nothing will happen. */
  private idleSteps(until: number): number {
    if (this.running !== undefined || !idleIsSettled(this.platform, this.idleFor)) return 0;
    return Math.floor(Math.min(until, this.nextArrival()) - this.now);
  }

  private skip(ms: number): void {
    const watts = settledIdlePower(this.platform, this.idleFor);
    this.counters.energy += watts * ms;
    this.counters.coreEnergy += this.platform.p_c6 * ms;
    this.idleFor += ms;
    if (this.heats) this.thermal.advance(watts, ms);
    this.pstate.heat(this.thermal.junction);
    this.pelt.decay(ms);
    this.ladder?.idle(ms);
    this.reflex.rested(ms);
    this.now += ms;
  }

  private step(): void {
    const { counters, stretch, thermal, pstate } = this;
    const end = this.now + 1;
    stretch.core = 0;
    stretch.uncore = 0;
    let used = 0;
    const busy = counters.busy;
    this.takeTurns();
    for (let t = this.now; t < end; ) {
      this.admit(t);
      const until = Math.min(end, this.nextArrival());
      if (this.running === undefined && !this.pick(t)) {
        addIdle(stretch, this.platform, this.leakage(), this.idleFor, until - t);
        this.idleFor += until - t;
        this.reflex.rested(until - t);
        t = until;
      } else {
        const speed = pstate.frequency / pstate.top;
        const from = t;
        t = this.run(t, Math.min(until, t + this.reflex.ahead()));
        used += (t - from) * speed;
      }
    }
    this.now = end;
    const energy = stretch.core + stretch.uncore;
    counters.energy += energy;
    counters.coreEnergy += stretch.core;
    if (this.heats) thermal.advance(energy, 1);
    pstate.heat(thermal.junction);
    this.pelt.tick(used);
    this.ladder?.tick(counters.busy - busy);
    if (this.running !== undefined) {
      this.reflex.tick(end);
      pstate.ask(this.load(), end);
    }
    counters.transitions = pstate.transitions;
  }

  /** Runs the present piece from `from` until it is done or until `until` ms; returns the time at which it stopped. */
  private run(from: number, until: number): number {
    const { counters, pstate, stretch, running: task, platform } = this;
    const piece = task?.piece;
    if (task === undefined || piece === undefined) return until;
    const slow = piece.timed ? 1 : dilation(piece.memory, pstate.frequency / pstate.top);
    const stall = piece.memory / slow;
    const needed = task.remaining * slow;
    const done = needed <= until - from;
    const span = done ? needed : until - from;
    const work = done ? task.remaining : span / slow;
    task.remaining -= work;
    stretch.core += span * (switching(platform, pstate.index, stall) + this.leakage());
    stretch.uncore += span * runningUncore(platform, stall);
    counters.busy += span;
    counters.stalled += span * stall;
    counters.work += work;
    counters.cycles += span * pstate.frequency;
    counters.productive += span * (1 - stall) * pstate.frequency;
    counters.instructions += work * (1 - piece.memory) * pstate.top;
    if (this.tasks.length > 1 && this.tasks.some(t => t !== task && t.runnable)) counters.pressure += span;
    this.reflex.ran(span);
    if (done) this.endPiece(task, from + span);
    return done ? from + span : until;
  }

  private endPiece(task: Thread, at: number): void {
    const job = task.endPiece(at);
    if (job !== undefined) {
      this.counters.jobs++;
      this.observer?.(task.of, job, at);
      task.admit(at);
    }
    this.account?.wakes(at);
    if (task.runnable) return;
    this.running = undefined;
    if (this.pick(at)) return;
    this.account?.switched(undefined, at, 'sleep');
    this.counters.switches++;
    this.pstate.idle(this.load());
  }

  /** Leakage at the present P-state; the exponential is computed once for each temperature and P-state. */
  private leakage(): number {
    const { junction } = this.thermal;
    const { index } = this.pstate;
    if (junction !== this.leak.junction || index !== this.leak.index) {
      this.leak = { junction, index, watts: leakage(this.platform, index, junction) };
    }
    return this.leak.watts;
  }

  /** Puts a runnable task on the core, waking the core if necessary; false if there is none. */
  private pick(at: number): boolean {
    const next = this.next(0);
    if (next === undefined) return false;
    this.counters.switches++;
    this.running = next;
    this.account?.switched(next, at, 'sleep');
    if (this.idleFor > 0) {
      if (this.idleFor > this.platform.t_c1) this.stretch.core += this.platform.e_wake * 1000;
      this.idleFor = 0;
      this.pstate.ask(this.load(), at);
    }
    return true;
  }

  /** Hands the core to the next runnable task after the running one, in the order of the tasks. */
  private takeTurns(): void {
    const { running } = this;
    if (running === undefined || this.tasks.length < 2) return;
    const next = this.next(this.tasks.indexOf(running) + 1);
    if (next === undefined || next === running) return;
    this.running = next;
    this.account?.switched(next, this.now, 'preempted');
    this.counters.switches++;
  }

  /** The runnable task with the lowest nice value, equals in turn from `first` on. */
  private next(first: number): Thread | undefined {
    const { tasks } = this;
    let best: Thread | undefined;
    for (let i = 0; i < tasks.length; i++) {
      const task = tasks[(first + i) % tasks.length];
      if (task?.runnable && (best === undefined || task.of.nice < best.of.nice)) best = task;
    }
    return best;
  }

  private admit(now: number): void {
    let arrived = false;
    for (const task of this.tasks) {
      if (task.nextArrival > now) continue;
      task.admit(now);
      arrived = true;
    }
    if (arrived) this.account?.wakes(now);
  }

  private nextArrival(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const task of this.tasks) first = Math.min(first, task.nextArrival);
    return first;
  }
}
