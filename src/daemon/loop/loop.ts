import { type Pipeline, pipelineFor } from '../../engine/pipeline.js';
import { type MoveBudget, type Tick, tick } from '../../engine/tick.js';
import { Undecided } from '../../engine/undecided.js';
import type { CustodyEvent } from '../../governor/custody/control-state.js';
import type { TaskView } from '../../governor/tasks/task-view.js';
import { isCalm } from '../../machine/cadence.js';
import type { Cadence, Machine, MachineEvents, Outcome } from '../../machine/machine.js';
import type { Description } from '../../model/description.js';
import type { GpuProgress } from '../../model/gpu-progress.js';
import { isChargeRole } from '../../model/people/charge.js';
import type { ProfileName } from '../../model/people/profiles.js';
import { unsaidPromise } from '../../model/people/promise.js';
import type { Requested } from '../../model/people/requests.js';
import type { Sample } from '../../model/sensing/sample.js';
import type { TaskAccount } from '../../model/tasks/account.js';
import { type Nanoseconds, nanoseconds } from '../../model/units.js';
import type { Trial } from '../experiment/trial.js';
import type { Log } from '../log.js';
import { type Notice, Notices } from './notices.js';
import type { LoopObserver, Measured, Ticked } from './observer.js';
import type { Recorder } from './recorder.js';
import { Traces } from './traces.js';
import { Writes } from './writes.js';

/** The older samples of a batch are processed for at most this long: on a machine too busy for all of them, the newest must not wait. */
const catchUpMs = 250;
/** So long is waited at the end for what the machine still holds back. */
const lastBatchMs = 500;

export interface LoopOptions {
  readonly machine: Machine;
  readonly recorder: Pick<Recorder, 'awaitReadback'>;
  /** Called with each event, in this order. */
  readonly observers: readonly LoopObserver[];
  readonly mode: 'govern' | 'observe';
  /** What people request now; `charge` gives the battery's in percent. */
  readonly requested: (onMains: boolean, wall: number, charge: () => number | undefined) => Requested;
  readonly cadence: () => Cadence;
  /** How observers change the budget of a tick at the UTC millisecond `wall`. */
  readonly mover: (profile: ProfileName, wall: number) => MoveBudget;
  /** What applications reported about their GPU work since the last call. */
  readonly progress: () => readonly GpuProgress[];
  /** What tasks do that share CPUs; undefined where nobody looks. */
  readonly tasks: () => TaskView | undefined;
  readonly trial: Trial;
  /** Whether charge limits stay when the lease ends. */
  readonly keepsCharge: () => boolean;
  /** Whether to give way to another daemon. */
  readonly standsBack: () => boolean;
  /** Somebody chose this word of the firmware's profile. */
  readonly chosen: (word: string) => void;
  /** UTC milliseconds. */
  readonly wallClock: () => number;
  /** Monotonic milliseconds, to time ticks with. */
  readonly stopwatch: () => number;
  /** Called after each batch of samples: one pass of the loop is complete. */
  readonly completed: () => void;
  /** Names of running daemons that are known to write the same files. */
  readonly suspects: () => readonly string[];
  readonly log: Log;
}

/** The loop's knowledge at the end of its newest tick. */
export interface LoopState {
  readonly stages: Pipeline;
  readonly last: Tick | undefined;
  readonly traces: Traces;
  readonly calm: boolean;
  readonly mode: 'govern' | 'observe';
  readonly away: string | undefined;
  readonly ticks: number;
  /** Ticks that took longer than the time between samples, and samples skipped because earlier ones took too long. */
  readonly overruns: number;
  readonly notices: readonly Notice[];
}

/**
 * Runs ticks on the machine's samples, so that a quiet machine lets the engine sleep: its only timer is for a write that had to wait.
 *
 * Longer than other files: what a sample, a tick and their observers see of each other is its order, which has to be read in one piece.
 */
export class Loop implements MachineEvents {
  private readonly options: LoopOptions;
  private stages: Pipeline | undefined;
  private last: Tick | undefined;
  /** What the newest tick was under, for the samples after it that have none. */
  private under: Pick<Measured, 'mode' | 'profile' | 'promise'> | undefined;
  private readonly undecided = new Undecided();
  private traces = new Traces();
  private epoch = Number.NaN;
  private ticks = 0;
  private overruns = 0;
  private calmSince: number | undefined;
  /** Why the machine cannot be reached now. */
  private away: string | undefined;
  private resting = false;
  /** Who waits for a batch. */
  private awaited: (() => void) | undefined;
  private readonly notices: Notices;
  private readonly writes: Writes;
  private readonly observers: readonly LoopObserver[];

  constructor(options: LoopOptions) {
    this.options = options;
    this.notices = new Notices(options.log);
    this.writes = new Writes({
      ...options,
      wrote: results => {
        for (const observer of this.observers) observer.wrote?.(results);
      },
      settled: event => {
        const wall = options.wallClock();
        for (const observer of this.observers) observer.settled?.(event, wall);
        this.notices.custody(wall, event);
      },
      notice: (what, why) => this.notice(what, why),
    });
    const tracing: LoopObserver = {
      hello: () => {
        this.traces = new Traces();
      },
      measured: ({ reading }) => this.traces.follow(reading),
    };
    this.observers = [tracing, ...options.observers];
  }

  state(): LoopState | undefined {
    const { stages, last, traces, away, ticks, overruns, notices } = this;
    return stages === undefined
      ? undefined
      : {
          stages,
          last,
          traces,
          calm: this.calmSince !== undefined,
          mode: this.mode(stages),
          away,
          ticks,
          overruns,
          notices: notices.list(this.options.wallClock()),
        };
  }

  /** Takes what the machine still holds back, for the journal; nothing is written any more. */
  async takeLast(): Promise<void> {
    this.writes.rest();
    if (this.stages === undefined || this.away !== undefined || this.resting) return;
    await new Promise<void>(resolve => {
      this.awaited = resolve;
      setTimeout(resolve, lastBatchMs).unref();
      this.options.machine.sample();
    });
  }

  /** Stops deciding and writing: the machine is about to be restored, and its events are no longer of interest. */
  rest(): void {
    this.resting = true;
    this.writes.rest();
  }

  hello(description: Description): void {
    this.stages = pipelineFor(description, this.stages, this.away === undefined);
    this.last = undefined;
    for (const observer of this.observers) observer.hello?.(description, this.away === undefined);
    this.writes.hello();
    this.keep();
  }

  /** Tells the machine which settings are to stay when the lease ends: before the first of them is written, and when that has changed. */
  keep(): void {
    const { machine, mode, keepsCharge } = this.options;
    const controls = this.stages?.description.controls.filter(c => isChargeRole(c.role)).map(c => c.name) ?? [];
    if (mode === 'govern' && controls.length > 0) machine.keep(keepsCharge() ? controls : []);
  }

  /** What another program set these to is no longer respected. */
  reclaim(controls: readonly string[]): void {
    for (const control of controls) this.stages?.custody.reclaim(control);
  }

  samples(batch: readonly Sample[]): void {
    const { stages, options } = this;
    const newest = batch.at(-1);
    if (stages === undefined || newest === undefined || this.resting) return;
    const now = options.wallClock();
    // Samples carry monotonic time, which stops while the machine sleeps.
    const uptime = (sample: Sample): number => sample.at + stages.reader.asleep(sample);
    const wallOf = (sample: Sample): number => Math.round(now - (uptime(newest) - uptime(sample)) / 1e6);
    const late = options.stopwatch() + catchUpMs;
    const settle = (last: boolean): void => {
      const sample = this.undecided.settle(stages);
      if (sample !== undefined) this.one(stages, sample, wallOf(sample), last, false);
    };
    for (const sample of batch) {
      if (sample !== newest && options.stopwatch() > late) this.overruns++;
      else if (batch.length === 1 || !this.leave(stages, sample, wallOf(sample))) {
        settle(false);
        this.one(stages, sample, wallOf(sample), sample === newest, true);
      }
    }
    settle(true);
    this.writes.renew(newest.at, this.calmFor(newest.at));
    for (const observer of this.observers) observer.batched?.(newest.at, now, this.calmSince !== undefined);
    if (this.awaited === undefined) options.completed();
    else this.awaited();
  }

  restored(why: string, { results }: Outcome): void {
    if (this.resting) return;
    if (this.stages !== undefined) this.writes.forget(this.stages);
    this.notice('the machine was put back to its baseline', why);
    const wall = this.options.wallClock();
    for (const observer of this.observers) observer.restored?.(why, results, wall);
  }

  notice(what: string, why: string): void {
    const at = this.options.wallClock();
    this.notices.add(at, what, why);
    for (const observer of this.observers) observer.noticed?.(what, why, at);
  }

  /** It is known who used the energy of the last minute. */
  account(account: TaskAccount): void {
    for (const observer of this.observers) observer.account?.(account);
  }

  lost(why: string): void {
    if (this.resting) return;
    if (this.away !== why) this.notice('the helper is away', why);
    const first = this.away === undefined;
    this.away = why;
    this.stages?.custody.lost();
    const wall = this.options.wallClock();
    for (const observer of this.observers) observer.lost?.(why, wall, first);
  }

  /** Only measures a sample whose decision may be left to the end of its batch; returns whether it may. */
  private leave(stages: Pipeline, sample: Sample, wall: number): boolean {
    const { last, under, undecided, options } = this;
    if (last === undefined || under === undefined || this.away !== undefined) return false;
    if (sample.epoch !== this.epoch || options.trial.runs()) return false;
    const reading = undecided.take(stages, sample, last.answered);
    if (reading === undefined) return false;
    this.measure({ ...under, stages, reading, wall, back: false });
    return true;
  }

  private measure(measured: Measured): void {
    const { reading } = measured;
    for (const observer of this.observers) observer.measured?.(measured);
    this.calmSince = isCalm(reading) ? (this.calmSince ?? reading.at) : undefined;
  }

  /** The tick of a sample; `unread`: it was not measured yet. */
  private one(stages: Pipeline, sample: Sample, wall: number, newest: boolean, unread: boolean): void {
    const { options } = this;
    const started = options.stopwatch();
    if (sample.epoch !== this.epoch) {
      this.epoch = sample.epoch;
      this.writes.forget(stages);
    }
    if (this.handsOff()) this.writes.letGo(stages);
    const { reader } = stages;
    const requested = options.requested(reader.sourceOfPower(sample).onMains, wall, () => reader.charge(sample));
    const progress = options.progress();
    const tasks = options.tasks();
    for (const observer of this.observers) observer.before?.(stages, sample, wall);
    const mode = this.mode(stages);
    const result = this.judged(
      tick(stages, sample, requested, options.mover(requested.profile, wall), progress, tasks),
      mode === 'govern',
    );
    const { reading } = result;
    if (reading.suspended >= 1) stages.custody.forget();
    const back = this.away !== undefined;
    this.away = undefined;
    const { profile, promised = unsaidPromise } = requested;
    const under = { mode, profile, promise: promised.in };
    this.under = under;
    if (unread) this.measure({ ...under, stages, reading, wall, back });
    const ticked: Ticked = { stages, sample, requested, progress, tasks, tick: result, wall, mode, back };
    for (const observer of this.observers) observer.ticked?.(ticked);
    for (const event of result.events) {
      this.notices.custody(wall, event);
      if (event.kind === 'chosen') options.chosen(String(event.readback));
    }
    this.last = result;
    this.ticks++;
    if (newest && mode === 'govern') void this.writes.make(stages, result, this.calmFor(sample.at));
    // What the next policy wants should not wait for a sample that may be held back.
    if (options.trial.follow(sample, reading, wall, newest)) options.machine.sample();
    if (options.stopwatch() - started > 1000 / options.cadence().activeHz) {
      this.overruns++;
      for (const observer of this.observers) observer.overran?.(wall);
    }
  }

  /**
   * Adds the names of those who may have written a value that we found changed: what a daemon writes is no person's choice. Who does not govern follows
   * none.
   */
  private judged(result: Tick, governs: boolean): Tick {
    if (!result.events.some(foreign)) return result;
    const suspects = this.options.suspects().join(', ');
    const events = result.events
      .filter(e => governs || e.kind !== 'chosen')
      .map(e =>
        foreign(e) && suspects !== '' ? { ...e, kind: 'drift' as const, why: `${e.why}; ${suspects} runs` } : e,
      );
    return { ...result, events };
  }

  /** The mode is `observe` if nothing is writable, or if the daemon keeps its hands off for a while. */
  private mode({ writable }: Pipeline): 'govern' | 'observe' {
    return writable.size > 0 && !this.handsOff() ? this.options.mode : 'observe';
  }

  private handsOff(): boolean {
    return this.options.trial.handsOff() || this.options.standsBack();
  }

  private calmFor(at: Nanoseconds): number {
    return this.calmSince === undefined ? 0 : (nanoseconds(at - this.calmSince) as number) / 1e9;
  }
}

const foreign = ({ kind }: CustodyEvent): boolean => kind === 'drift' || kind === 'chosen';
