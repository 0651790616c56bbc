import { messageOf } from '../../control/protocol/errors.js';
import type { HintStatus } from '../../control/protocol/hint.js';
import type { FeedbackRequest, FeedbackStatus } from '../../control/protocol/operations/feedback.js';
import { BeatServer } from '../../control/server/beat-server.js';
import type { MoveBudget } from '../../engine/tick.js';
import { Feedback, type FeedbackWord } from '../../governor/budget/feedback.js';
import type { Verdicts } from '../../governor/budget/heartbeats.js';
import type { Hinted } from '../../governor/budget/hinted.js';
import { Observers } from '../../governor/budget/observers.js';
import { ProgressLog } from '../../governor/gpu/progress-log.js';
import { nameOfProcess } from '../../machine/linux/procfs/process.js';
import type { GpuProgress } from '../../model/gpu-progress.js';
import { type Budget, budgetOf, type PowerSource, type ProfileName, sourceOf } from '../../model/people/profiles.js';
import { type Promised, underPromise } from '../../model/people/promise.js';
import type { TaskAccount } from '../../model/tasks/account.js';
import type { Work } from '../../model/tasks/work.js';
import type { Log } from '../log.js';
import { readFeedback, writeFeedback } from './feedback-file.js';
import { HintProcesses } from './hint-processes.js';
import { WorkLog } from './work-log.js';

export interface ObservingOptions {
  readonly feedbackPath: string;
  readonly heartbeatPath: string;
  /** Where processes are listed. */
  readonly proc: string;
  readonly log: Log;
  /** Journals the feedback. */
  readonly event: (what: string, wall: number, detail: Readonly<Record<string, unknown>>) => void;
  /** An application that names its unit did so many more. */
  readonly done: (unit: string, units: number) => void;
}

/** What the daemon was doing when feedback was given. */
export interface Moment {
  readonly profile: ProfileName;
  readonly onMains: boolean;
  readonly promised: Promised;
  /** UTC ms. */
  readonly now: number;
}

const clock = (): number => performance.now() / 1000;
/** What makes a hint the same as in the newest tick. */
const hintKeys = ['name', 'pid', 'uid', 'deadline', 'latency', 'batch'] as const;

/** Input of the observers: the heartbeat socket, the words of `latticectl feedback`, and the file that outlives the daemon. */
export class Observing {
  private readonly observers: Observers;
  private readonly options: ObservingOptions;
  private readonly server: BeatServer;
  private readonly log = new ProgressLog();
  private readonly processes: HintProcesses;
  /** Those of the newest tick. */
  private hints: readonly Hinted[] = [];
  private readonly work: WorkLog;
  /** Budget of the newest tick. */
  private budget: Budget | undefined;
  private unkept: string | undefined;

  constructor(options: ObservingOptions) {
    this.options = options;
    this.observers = new Observers(new Feedback(this.remembered()));
    this.processes = new HintProcesses(options.proc);
    this.work = new WorkLog(pid => nameOfProcess(pid, options.proc));
    this.server = new BeatServer(
      options.heartbeatPath,
      (beat, at) => {
        this.observers.beat(beat, at);
        this.log.beat(beat, at);
        const units = this.work.beat(beat);
        if (beat.unit !== undefined && units > 0) options.done(beat.unit, units);
      },
      clock,
    );
  }

  /** A daemon without heartbeats still governs. */
  async listen(): Promise<void> {
    try {
      await this.server.listen();
    } catch (error) {
      this.options.log('warning', `no heartbeats of applications are taken: ${messageOf(error)}`);
    }
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** How often applications found the promise kept, and broken, since the daemon started. */
  get verdicts(): Verdicts {
    return this.observers.verdicts;
  }

  /** What applications say that they need, and what that does. */
  hinted(): readonly HintStatus[] {
    const now = clock();
    const { effects } = this.observers;
    return this.server.hinted().map(({ until, ...hint }) => {
      const at = this.hints.findIndex(h => hintKeys.every(key => h[key] === hint[key]));
      return { ...hint, left: until - now, does: effects[at] ?? 'nothing yet: it came since the newest tick' };
    });
  }

  get hintCounts(): BeatServer['hintCounts'] {
    return this.server.hintCounts;
  }

  /** What applications reported about their GPU work since the last call. */
  progress(): readonly GpuProgress[] {
    return this.log.take();
  }

  /** What applications reported in the time of this account, and the energy that it took. */
  worked(account: TaskAccount): Work[] {
    return this.work.share(account);
  }

  /** The function that gives `tick` its budget, at the UTC millisecond `wall`. */
  mover(profile: ProfileName, wall: number): MoveBudget {
    return (usual, reading, features) => {
      this.hints = this.processes.follow(this.server.hinted(), clock());
      this.budget = this.observers.follow(profile, usual, reading, features, wall, this.hints);
      return this.budget;
    };
  }

  /** Takes a person's feedback; throws if there is nothing to move. */
  hear(wanted: FeedbackRequest, moment: Moment): FeedbackStatus {
    const { profile, onMains, promised, now } = moment;
    const { feedback } = this.observers;
    const source = sourceOf(onMains);
    if (wanted === 'reset') {
      feedback.reset();
      this.keep(wanted, now, {});
    } else if (wanted !== 'show') this.take(wanted, profile, source, now);
    const factor = feedback.factor(profile, source, now);
    const { slowdown: usual, delay } = underPromise(budgetOf(profile, onMains), promised);
    return {
      profile,
      source,
      usual,
      slowdown: usual * factor,
      now: this.budget?.slowdown ?? usual * factor,
      delay:
        delay === undefined ? null : { usual: delay, most: delay * factor, now: this.budget?.delay ?? delay * factor },
      causes: this.budget?.moved?.by.split('+') ?? [],
      behind: this.budget?.moved?.behind ?? null,
      opinions: feedback.opinions(now).map(o => ({
        profile: o.profile,
        source: o.source,
        at: o.at,
        usual: budgetOf(o.profile, o.source === 'mains').slowdown,
        slowdown: this.slowdown(o.profile, o.source, now),
      })),
      unkept: this.unkept ?? null,
    };
  }

  private take(word: FeedbackWord, profile: ProfileName, source: PowerSource, now: number): void {
    const before = this.slowdown(profile, source, now);
    if (before === 0) throw new Error(`the profile ${profile} allows no slowdown: there is nothing to move`);
    this.observers.feedback.take(profile, source, word, now);
    this.keep(word, now, { profile, source, before, after: this.slowdown(profile, source, now) });
  }

  /** The promise to a person: the profile's ε times the factor from feedback. */
  private slowdown(profile: ProfileName, source: PowerSource, now: number): number {
    return budgetOf(profile, source === 'mains').slowdown * this.observers.feedback.factor(profile, source, now);
  }

  private keep(what: string, now: number, detail: Readonly<Record<string, unknown>>): void {
    const { feedbackPath, log, event } = this.options;
    event(what, now, detail);
    try {
      writeFeedback(feedbackPath, this.observers.feedback.opinions(now));
      this.unkept = undefined;
    } catch (error) {
      this.unkept = messageOf(error);
      log('warning', `feedback holds until the daemon ends, it can't be kept: ${this.unkept}`);
    }
  }

  private remembered(): ReturnType<typeof readFeedback> {
    try {
      return readFeedback(this.options.feedbackPath);
    } catch (error) {
      this.options.log('warning', `earlier feedback is lost: ${messageOf(error)}`);
      return [];
    }
  }
}
