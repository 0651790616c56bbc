import type { Description } from '../model/description.js';
import type { FormFacts } from '../model/people/machine-form.js';
import { configured, type Promised, type PromiseInForce, unsaidPromise } from '../model/people/promise.js';
import { usualPromise } from '../model/people/usual-promise.js';
import type { Log } from './log.js';
import type { LoopObserver } from './loop/observer.js';

/** Somebody who logs in may wait so long for their promise, s: no timer of its own wakes a quiet machine. */
const betweenLooks = 60;

export interface PromisingOptions {
  /** What the configuration says. */
  readonly configured: () => Promised | undefined;
  /** What the machine shows of its form now. */
  readonly form: () => FormFacts;
  readonly log: Log;
  /** Another promise is in force, or for another reason. */
  readonly changed: (now: PromiseInForce) => void;
}

/** The promise in force: the configuration's, else the usual one of such a machine. */
export class Promising implements LoopObserver {
  private readonly options: PromisingOptions;
  private description: Description | undefined;
  private lookedAt = Number.NEGATIVE_INFINITY;
  private now: PromiseInForce = { promised: unsaidPromise, why: 'the machine has not described itself yet' };

  constructor(options: PromisingOptions) {
    this.options = options;
  }

  get inForce(): PromiseInForce {
    return this.now;
  }

  hello(description: Description): void {
    this.description = description;
    this.follow();
  }

  /** Looks again who sits there, at most once a minute; `seconds` of any monotonic clock. */
  look(seconds: number): void {
    if (seconds - this.lookedAt < betweenLooks) return;
    this.lookedAt = seconds;
    this.follow();
  }

  /** Brings it in line with the configuration and the machine. */
  follow(): void {
    const { options, now: before } = this;
    const next = this.next();
    if (next === undefined) return;
    const { promised, why } = next;
    if (promised.in === before.promised.in && promised.most === before.promised.most && why === before.why) return;
    this.now = next;
    options.log('info', `the promise is in ${promised.in}, ${why === configured ? `as ${why}` : `since ${why}`}`);
    options.changed(next);
  }

  private next(): PromiseInForce | undefined {
    const { description, options } = this;
    const promised = options.configured();
    if (promised !== undefined) return { promised, why: configured };
    return description === undefined ? undefined : usualPromise(options.form(), description);
  }
}
