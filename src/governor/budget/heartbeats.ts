/**
 * Heartbeats: an application that says how much it has done lowers ε where our clocks slow it down by more than was promised.
 *
 * 1. Between two messages at least half a second apart: units a second, and whether the cap held the machine's work back meanwhile.
 * 2. At baseline clocks that is the application's reference. Time in which hardly anything ran tells nothing: it waits for something else.
 * 3. Under a cap its slowdown is reference/rate − 1; what of it goes beyond ε is averaged over 5 messages.
 * 4. More than 2 %: ε halves (backoff.ts).
 * 5. Where the reference of one that still reports is missing or old, ask for a look at baseline clocks.
 * An application is a name and a pid; of more than 64 the one silent for longest is forgotten, and each after 5 minutes of silence.
 */
import type { DomainFeatures } from '../features/features.js';
import { Backoff } from './backoff.js';
import { HeldWork } from './held-work.js';
import { Reference } from './reference.js';

/** One message: `done` counts units of work since the application began. */
export interface Heartbeat {
  readonly name: string;
  readonly pid: number;
  readonly done: number;
  /** The GPU that it does its work on, where it says so: N of gpuN, or the uuid. */
  readonly gpu?: number | string | undefined;
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
  /** Message that the rate is counted from. */
  since: number;
  done: number;
  excess: number;
  heard: number;
}

export class Heartbeats {
  private readonly halving = new Backoff();
  private readonly applications = new Map<string, Application>();
  private now = 0;
  private promised = 0;
  private slowest: string | undefined;

  get factor(): number {
    return this.halving.factor;
  }

  /** Applications that are remembered. */
  get size(): number {
    return this.applications.size;
  }

  /** Name of the application that ε was last halved for; undefined while it is as it was. */
  get behind(): string | undefined {
    return this.factor < 1 ? this.slowest : undefined;
  }

  /** Whether baseline clocks for a moment would tell something. */
  get wantsLook(): boolean {
    for (const { reference, heard } of this.applications.values())
      if (this.now - heard < reportingSeconds && reference.isOld(this.now, this.factor < 1)) return true;
    return false;
  }

  /** Takes a tick of `interval` s while `promised` is the slowdown allowed. */
  follow(features: readonly DomainFeatures[], interval: number, promised: number): void {
    this.now += interval;
    this.promised = promised;
    this.halving.recover(interval);
    for (const [key, { work, heard }] of this.applications) {
      if (this.now - heard > silentSeconds) this.applications.delete(key);
      else work.take(features, interval);
    }
  }

  /** Takes a message that came at `at`, in seconds of any clock that never goes back. */
  beat({ name, pid, done }: Heartbeat, at: number): void {
    const application = this.known(`${name}/${pid}`, name);
    const span = at - application.since;
    application.heard = this.now;
    if (done >= application.done && span >= 0 && span < leastSpan) return;
    const units = done - application.done;
    if (units >= 0 && span > 0) this.judge(application, units / span, span);
    application.since = at;
    application.done = done;
    application.work.reset();
  }

  private judge(application: Application, rate: number, span: number): void {
    const { work, reference, name } = application;
    // A machine so quiet that its samples come late has told too little of the time between the messages.
    if (work.seconds < span / 2 || work.done < leastLoad * work.seconds) return;
    const usual = reference.value;
    const { clocks } = work;
    if (clocks === 'baseline') reference.learn(rate, this.now);
    else if (clocks === 'capped' && usual !== undefined) {
      const slowdown = rate > 0 ? Math.min(1, usual / rate - 1) : 1;
      const beyond = slowdown - this.promised;
      application.excess = Math.max(-tolerated, application.excess + weight * (beyond - application.excess));
      if (application.excess <= tolerated) return;
      this.halving.halve();
      this.slowest = name;
      application.excess = 0;
    }
  }

  private known(key: string, name: string): Application {
    let application = this.applications.get(key);
    if (application === undefined) {
      if (this.applications.size >= mostApplications) this.forgetOne();
      application = {
        name,
        work: new HeldWork(),
        reference: new Reference(),
        since: Number.NEGATIVE_INFINITY,
        done: 0,
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
