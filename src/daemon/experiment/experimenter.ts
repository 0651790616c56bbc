/**
 * Runs an experiment: two policies alternate, in blocks of two periods whose order a coin decides (src/experiment/).
 *
 * 1. A period begins at the newest sample of a batch, when the policy can really change, and is measured after its washout.
 * 2. At its end it is journaled, with the work that applications told meanwhile, and the other period of its block begins, or a new block.
 * 3. A disturbance (suspend, restart, another power source, a request by a user, a change by somebody else) drops the period; the next block begins,
 *    but not before every temporary request has ended.
 * 4. When no further block fits into the requested time, the experiment is over.
 *
 * Its progress is saved to a file at each step, so that a restart costs one block.
 *
 * Longer than other files: what begins, ends and drops a period are the ways between states of one machine.
 */
import { messageOf } from '../../control/protocol/errors.js';
import type { ExperimentStatus } from '../../control/protocol/operations/experiment.js';
import type { CustodyEvent } from '../../governor/custody/control-state.js';
import type { ExperimentEntry } from '../../journal/experiment-entries.js';
import type { Description } from '../../model/description.js';
import { type Design, flawOf, type PolicyName, policyOf } from '../../model/people/experiment-policy.js';
import { type PowerSource, type ProfileName, sourceOf } from '../../model/people/profiles.js';
import type { Requested } from '../../model/people/requests.js';
import type { LiveReading } from '../../model/sensing/reading.js';
import type { Sample } from '../../model/sensing/sample.js';
import { WorkMeter } from '../../model/sensing/work-meter.js';
import type { Nanoseconds } from '../../model/units.js';
import type { Log } from '../log.js';
import type { LoopObserver, Ticked } from '../loop/observer.js';
import { armOf, type Course, completed, disturbed, isOver } from './course.js';
import { PeriodMeter } from './period-meter.js';
import { experimentOf } from './plan.js';
import type { Trial } from './trial.js';
import { UnitMeter } from './unit-meter.js';

export interface ExperimenterOptions {
  /** Whether this daemon may write; otherwise there is nothing to compare. */
  readonly governs: boolean;
  readonly log: Log;
  readonly record: (entry: ExperimentEntry) => void;
  /** Saves the course for the next daemon, or deletes it; throws if it cannot. */
  readonly keep: (course: Course | undefined) => void;
  /** A whole number below 2³², different each time. */
  readonly seed: () => number;
}

interface Current {
  readonly began: Nanoseconds;
  readonly from: number;
  readonly onMains: boolean;
  readonly meter: PeriodMeter;
}

export class Experimenter implements Trial, LoopObserver {
  private readonly options: ExperimenterOptions;
  private course: Course | undefined;
  private current: Current | undefined;
  private description: Description | undefined;
  private work: WorkMeter | undefined;
  private units = new UnitMeter();
  private complete = 0;
  private dropped = 0;
  private requested: Requested | undefined;
  private tried: Requested | undefined;
  private waits = false;

  constructor(options: ExperimenterOptions) {
    this.options = options;
  }

  /** Continues what an earlier daemon left; the period that ran then is lost. */
  resume(course: Course, wall: number): void {
    this.course = course;
    if (!this.options.governs) return;
    if (course.from !== null) this.drop('the daemon was restarted', course.from, wall, wall - course.from);
    this.options.log('info', `the experiment ${nameOf(course)} goes on`);
  }

  /** Throws with a message if the experiment cannot be run. */
  start(design: Design, wall: number): void {
    const flaw = flawOf(design);
    if (flaw !== undefined) throw new Error(flaw);
    if (this.course !== undefined) throw new Error(`the experiment ${nameOf(this.course)} runs: stop it first`);
    if (!this.options.governs) throw new Error('this daemon only observes: it can change no policy');
    const experiment = experimentOf(design, this.description, this.options.seed(), wall);
    this.complete = 0;
    this.dropped = 0;
    this.units = new UnitMeter();
    this.go({ experiment, block: 0, place: 0, from: null, ranMs: 0 });
    this.options.record({ experiment, period: null });
    this.options.log('info', `the experiment ${nameOf({ experiment })} begins`);
  }

  /** Ends it early; throws if none runs. */
  stop(wall: number): void {
    if (this.course === undefined) throw new Error('no experiment runs');
    if (this.current !== undefined) this.disturbed('the experiment was stopped', wall);
    this.end('stopped', wall);
  }

  status(): ExperimentStatus | null {
    const { course, current } = this;
    if (course === undefined) return null;
    const { started, a, b, periodMs, washoutMs, forMs, unit } = course.experiment;
    return {
      started,
      a,
      b,
      periodMs,
      washoutMs,
      forMs,
      unit,
      now: current === undefined ? null : this.policy(course),
      ranMs: course.ranMs,
      complete: this.complete,
      dropped: this.dropped,
    };
  }

  /** What a tick should do of what people requested; `forATime`: whether a hold or an override is in force. */
  during(requested: Requested, forATime: boolean, wall: number, source?: PowerSource): Requested {
    // Another request may come from another power source alone.
    const moved = source !== undefined && this.current !== undefined && source !== sourceOf(this.current.onMains);
    if (requested !== this.requested && this.requested !== undefined)
      this.disturbed(moved ? 'another power source' : 'a hold, an override or another profile', wall);
    this.requested = requested;
    this.waits = forATime;
    const profile = this.profile() ?? requested.profile;
    if (profile === requested.profile) return requested;
    if (this.tried?.profile !== profile || this.tried.overrides !== requested.overrides)
      this.tried = { ...requested, profile };
    return this.tried;
  }

  /** The profile being tried; undefined if there is none. */
  profile(): ProfileName | undefined {
    const policy = this.policyNow();
    return policy === 'kernel' ? undefined : policy;
  }

  handsOff(): boolean {
    return this.policyNow() === 'kernel';
  }

  runs(): boolean {
    return this.course !== undefined;
  }

  hello(description: Description): void {
    this.description = description;
    this.work = undefined;
  }

  ticked({ tick: { reading, events }, wall }: Pick<Ticked, 'tick' | 'wall'>): void {
    if (reading.suspended >= 1) this.disturbed('suspend', wall);
    for (const event of events) this.settled(event, wall);
  }

  settled({ kind, control }: CustodyEvent, wall: number): void {
    if (kind === 'drift') this.disturbed(`something else set ${control}`, wall);
  }

  restored(_why: string, _results: unknown, wall: number): void {
    this.disturbed('the machine was put back', wall);
  }

  lost(_why: string, wall: number): void {
    this.disturbed('the helper was away', wall);
  }

  /** An application did so many more of a unit. */
  told(unit: string, units: number): void {
    if (this.current !== undefined) this.units.add(unit, units);
  }

  follow(sample: Sample, reading: LiveReading, wall: number, newest: boolean): boolean {
    const { course, options } = this;
    if (course === undefined || !options.governs) return false;
    const { experiment } = course;
    this.work ??=
      this.description && new WorkMeter(this.description, experiment.unit === 'cycles' ? 'cycles' : 'instructions');
    const done = this.work?.follow(sample);
    const before = this.policyNow();
    if (this.current !== undefined && this.current.onMains !== reading.onMains)
      this.disturbed('another power source', wall);
    this.current?.meter.add(reading, done);
    if (!newest) return false;
    this.units.settle(sample.at);
    const { current } = this;
    if (current !== undefined && sample.at - current.began >= experiment.periodMs * 1e6)
      this.finish(course, current, wall);
    if (this.current === undefined && !this.waits) this.next(sample.at, reading.onMains, wall);
    return this.policyNow() !== before;
  }

  /** Something happened that must not count for or against either policy. */
  disturbed(why: string, wall: number): void {
    const { current } = this;
    if (current !== undefined) this.drop(why, current.from, wall, Math.max(0, wall - current.from));
  }

  private policyNow(): PolicyName | undefined {
    return this.course === undefined || this.current === undefined ? undefined : this.policy(this.course);
  }

  private policy(course: Course): PolicyName {
    return policyOf(course.experiment, armOf(course));
  }

  private finish(course: Course, current: Current, wall: number): void {
    const { experiment, block } = course;
    const { periodMs, washoutMs } = experiment;
    if (!current.meter.covers((periodMs - washoutMs) / 1000)) {
      this.disturbed('energy or work was not measured', wall);
      return;
    }
    const figures = current.meter.figures();
    const told = this.units.figures(figures.measuredMs / 1000);
    const period = { block, arm: armOf(course), from: current.from, until: wall, ...figures, told };
    this.current = undefined;
    this.complete++;
    this.options.record({ experiment, period: { ...period, dropped: null } });
    this.go(completed(course));
  }

  private drop(why: string, from: number, wall: number, tookMs: number): void {
    const { course } = this;
    if (course === undefined) return;
    const { experiment, block } = course;
    const nothing = { millijoules: 0, work: 0, measuredMs: 0, meanMillicelsius: null };
    const figures = this.current?.meter.figures() ?? nothing;
    this.current = undefined;
    this.dropped++;
    this.options.record({
      experiment,
      period: { block, arm: armOf(course), from, until: Math.max(from, wall), ...figures, told: [], dropped: why },
    });
    // Time in which the daemon did not run or the machine slept does not count.
    this.go(disturbed(course, Math.min(tookMs, experiment.periodMs)));
  }

  private next(at: Nanoseconds, onMains: boolean, wall: number): void {
    const { course } = this;
    if (course === undefined) return;
    if (isOver(course)) {
      this.end('done', wall);
      return;
    }
    this.current = {
      began: at,
      from: wall,
      onMains,
      meter: new PeriodMeter(at, course.experiment.washoutMs),
    };
    this.units.begin(at, course.experiment.washoutMs);
    this.go({ ...course, from: wall });
  }

  private end(why: string, wall: number): void {
    const { course } = this;
    if (course === undefined) return;
    this.current = undefined;
    this.options.record({ experiment: { ...course.experiment, ended: wall, end: why }, period: null });
    this.options.log(
      'info',
      `the experiment ${nameOf(course)} is over (${why}): latticectl experiment report says what it shows`,
    );
    this.go(undefined);
  }

  private go(course: Course | undefined): void {
    this.course = course;
    try {
      this.options.keep(course);
    } catch (error) {
      const why = messageOf(error);
      this.options.log('warning', `the experiment will not outlive this daemon: ${why}`);
    }
  }
}

const nameOf = ({ experiment: { a, b } }: Pick<Course, 'experiment'>): string => `${a} against ${b}`;
