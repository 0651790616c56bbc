/**
 * Observers: the slowdown budget ε of a profile as moved by people (feedback.ts), waiting tasks (pressure.ts) and applications (heartbeats.ts, hints.ts).
 *
 * 1. People move what is promised: ε of the profile times their factor.
 * 2. Pressure and heartbeats show that more than the promise is being spent. Both measure the same thing, so only the stronger of the two counts.
 * 3. If one of them does not know its reference, the cap is lifted for 4 s, at most once a minute.
 * 4. Hints come after that: they bound D, and say what else is known of the work.
 *
 * ε is never a bound itself. ε = 0 (performance) never moves: everything is at baseline clocks then, and only the references are learned.
 */

import { type Budget, type ProfileName, sourceOf } from '../../model/people/profiles.js';
import type { LiveReading } from '../../model/sensing/reading.js';
import type { DomainFeatures } from '../features/features.js';
import { Feedback, largestSlowdown } from './feedback.js';
import { type Heartbeat, Heartbeats, type Verdicts } from './heartbeats.js';
import type { Hinted } from './hinted.js';
import { Hints } from './hints.js';
import { Pressure } from './pressure.js';

const lookSeconds = 4;
const betweenLooks = 60;
/** A factor closer to 1 than this is not reported. */
const worthSaying = 0.01;

type Seen = Pick<LiveReading, 'cpuPressure' | 'interval' | 'onMains'>;

export class Observers {
  readonly feedback: Feedback;
  private readonly pressure = new Pressure();
  private readonly heartbeats = new Heartbeats();
  private readonly hints = new Hints();
  private sinceLook = Number.POSITIVE_INFINITY;

  constructor(feedback: Feedback = new Feedback()) {
    this.feedback = feedback;
  }

  /** Takes an application's message that came at `at`, in seconds of any monotonic clock. */
  beat(heartbeat: Heartbeat, at: number): void {
    this.heartbeats.beat(heartbeat, at);
  }

  /** What became of each hint in the newest tick, in the order in which they were given. */
  get effects(): readonly string[] {
    return this.hints.effects;
  }

  /** How often applications found the promise kept, and broken. */
  get verdicts(): Verdicts {
    return this.heartbeats.verdicts;
  }

  /** The budget for this tick, at the UTC millisecond `wall`; `hints` are those of applications that run. */
  follow(
    profile: ProfileName,
    usual: Budget,
    reading: Seen,
    features: readonly DomainFeatures[],
    wall: number,
    hints: readonly Hinted[] = [],
  ): Budget {
    const moved = this.moved(profile, usual, reading, features, wall);
    return this.hints.move(moved, { profile, usual, hints, interval: reading.interval });
  }

  private moved(
    profile: ProfileName,
    usual: Budget,
    { cpuPressure, interval, onMains }: Seen,
    features: readonly DomainFeatures[],
    wall: number,
  ): Budget {
    const said = this.feedback.factor(profile, sourceOf(onMains), wall);
    const promised = Math.min(largestSlowdown, usual.slowdown * said);
    this.pressure.follow(cpuPressure, features, interval, promised);
    // What people say of a second they say of a millisecond.
    const delay = usual.delay === undefined ? undefined : usual.delay * said;
    this.heartbeats.follow(features, interval, promised, delay);
    if (usual.slowdown === 0) return usual;
    const look = this.looks(interval);
    const { pressure, heartbeats } = this;
    const strained = Math.min(pressure.factor, heartbeats.factor);
    const causes: string[] = [];
    if (Math.abs(said - 1) > worthSaying) causes.push('user');
    if (strained < 1) causes.push(heartbeats.factor < pressure.factor ? 'heartbeat' : 'pressure');
    if (causes.length === 0) return look ? { ...usual, look } : usual;
    const moved = { usual: usual.slowdown, by: causes.join('+'), behind: heartbeats.behind };
    const slowdown = promised * strained;
    const late = usual.delay === undefined ? {} : { delay: usual.delay * (slowdown / usual.slowdown) };
    return { ...usual, slowdown, ...late, look, moved };
  }

  private looks(interval: number): boolean {
    this.sinceLook += interval;
    const wanted = this.pressure.wantsLook || this.heartbeats.wantsLook;
    if (wanted && this.sinceLook > betweenLooks) this.sinceLook = 0;
    return this.sinceLook < lookSeconds;
  }
}
