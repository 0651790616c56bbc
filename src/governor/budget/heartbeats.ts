/**
 * Heartbeats: an application that reports its progress lowers ε if our clocks slow it down by more than was promised.
 *
 * 1. Between two messages at least half a second apart (what comes sooner counts with the next), compute units per second, and whether the cap held
 *    the machine's work back during that time.
 * 2. At baseline clocks this is the application's reference. Time in which hardly anything ran is ignored: the application waits for something else.
 * 3. Under a cap its slowdown is reference/rate − 1; the part beyond ε is averaged over 5 messages.
 * 4. If that is more than 2 %, the promise was broken, and ε halves (backoff.ts); else the message found it kept.
 * 5. Where it tells how long its answers take, D is judged by these (answers.ts), and broken it halves ε and D alike.
 * 6. If the reference of an application that still reports is missing or old, ask for a look at baseline clocks.
 *
 * An application is a name and a pid. Of more than 64, the one that has been silent for longest is forgotten; each is forgotten after 5 minutes of
 * silence.
 */
import type { DomainFeatures } from '../features/features.js';
import { Answers } from './answers.js';
import { Backoff } from './backoff.js';
import { HeldWork } from './held-work.js';
import { Reference } from './reference.js';

/** One message: `done` counts units of work since the application started. */
export interface Heartbeat {
  readonly name: string;
  readonly pid: number;
  readonly done: number;
  /** What the units are, if it says so: tokens, frames. */
  readonly unit?: string | undefined;
  /** The GPU that the application works on, if it says so: the N of gpuN, or the uuid. */
  readonly gpu?: number | string | undefined;
  /** The longest answer since the message before, ms, if it tells. */
  readonly answer?: number | undefined;
}

/** Messages under a cap, by what they said of the promise. */
export interface Verdicts extends Found {
  /** Of D, by the answers that they told. */
  readonly answers: Found;
}

/** Before any message. */
export const noVerdicts: Verdicts = { kept: 0, broken: 0, answers: { kept: 0, broken: 0 } };

interface Found {
  readonly kept: number;
  readonly broken: number;
}

const leastSpan = 0.5;
const leastLoad = 0.05;
const tolerated = 0.02;
const weight = 0.2;
const mostApplications = 64;
const silentSeconds = 300;
const reportingSeconds = 10;

interface Application {
  readonly name: string;
  readonly work: HeldWork;
  readonly reference: Reference;
  readonly answers: Answers;
  /** The message from which the rate is counted. */
  since: number;
  done: number;
  /** The longest answer of the messages since then, ms; 0 if none told any. */
  longest: number;
  excess: number;
  heard: number;
}

export class Heartbeats {
  private readonly halving = new Backoff();
  private readonly applications = new Map<string, Application>();
  private now = 0;
  private promised = 0;
  private delay: number | undefined;
  private slowest: string | undefined;
  /** Since the start. */
  readonly verdicts = { kept: 0, broken: 0, answers: { kept: 0, broken: 0 } };

  get factor(): number {
    return this.halving.factor;
  }

  get size(): number {
    return this.applications.size;
  }

  /** Name of the application for which ε was last halved; undefined while ε is not reduced. */
  get behind(): string | undefined {
    return this.factor < 1 ? this.slowest : undefined;
  }

  /** Whether a short time at baseline clocks would tell something. */
  get wantsLook(): boolean {
    const { now } = this;
    const inDoubt = this.factor < 1;
    for (const { reference, answers, heard } of this.applications.values())
      if (now - heard < reportingSeconds && (reference.isOld(now, inDoubt) || answers.isOld(now, inDoubt))) return true;
    return false;
  }

  /** Takes a tick of `interval` s; `promised` is the slowdown allowed, `delay` D in ms where there is one. */
  follow(features: readonly DomainFeatures[], interval: number, promised: number, delay?: number): void {
    this.now += interval;
    this.promised = promised;
    this.delay = delay;
    this.halving.recover(interval);
    for (const [key, { work, heard }] of this.applications) {
      if (this.now - heard > silentSeconds) this.applications.delete(key);
      else work.take(features, interval);
    }
  }

  /** Takes a message that came at `at`, in seconds of any monotonic clock. */
  beat({ name, pid, done, answer }: Heartbeat, at: number): void {
    const application = this.known(`${name}/${pid}`, name);
    const span = at - application.since;
    application.heard = this.now;
    application.longest = Math.max(application.longest, answer ?? 0);
    if (done >= application.done && span >= 0 && span < leastSpan) return;
    const units = done - application.done;
    if (units >= 0 && span > 0) this.judge(application, units / span, span);
    application.since = at;
    application.done = done;
    application.longest = 0;
    application.work.reset();
  }

  private judge(application: Application, rate: number, span: number): void {
    const { work, reference, longest, name } = application;
    // If the machine is so quiet that its samples come late, too little is known about the time between the messages.
    if (work.seconds < span / 2 || work.done < leastLoad * work.seconds) return;
    const usual = reference.value;
    const { clocks } = work;
    if (longest > 0) this.judgeAnswer(application, longest, clocks);
    if (clocks === 'baseline') reference.learn(rate, this.now);
    // Who never does a unit, and tells answers alone, can't be slower at it.
    else if (clocks === 'capped' && usual !== undefined && usual > 0) {
      const slowdown = rate > 0 ? Math.min(1, usual / rate - 1) : 1;
      const beyond = slowdown - this.promised;
      application.excess = Math.max(-tolerated, application.excess + weight * (beyond - application.excess));
      if (application.excess <= tolerated) {
        this.verdicts.kept++;
        return;
      }
      this.verdicts.broken++;
      this.halving.halve();
      this.slowest = name;
      application.excess = 0;
    }
  }

  private judgeAnswer({ answers, name }: Application, ms: number, clocks: HeldWork['clocks']): void {
    if (clocks === 'baseline') answers.learn(ms, this.now);
    if (clocks !== 'capped' || this.delay === undefined) return;
    const found = answers.judge(ms, this.delay);
    if (found === undefined) return;
    this.verdicts.answers[found]++;
    if (found === 'kept') return;
    this.halving.halve();
    this.slowest = name;
  }

  private known(key: string, name: string): Application {
    let application = this.applications.get(key);
    if (application === undefined) {
      if (this.applications.size >= mostApplications) this.forgetOne();
      application = {
        name,
        work: new HeldWork(),
        reference: new Reference(),
        answers: new Answers(),
        since: Number.NEGATIVE_INFINITY,
        done: 0,
        longest: 0,
        excess: 0,
        heard: this.now,
      };
      this.applications.set(key, application);
    }
    return application;
  }

  private forgetOne(): void {
    let oldest: string | undefined;
    let heard = Number.POSITIVE_INFINITY;
    for (const [key, application] of this.applications) {
      if (application.heard >= heard) continue;
      oldest = key;
      heard = application.heard;
    }
    if (oldest !== undefined) this.applications.delete(oldest);
  }
}
