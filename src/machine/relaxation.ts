/**
 * How many samples a second are enough. A reflex keeps its promise without a tick, and each tick costs energy:
 *
 * 1. 4 Hz once a reflex has answered for all work for 2 s.
 * 2. 2 Hz once besides nothing has changed for 5 s: the same limits in force, no domain 15 points busier or less busy, no storm of raises.
 * 3. At once more when that ends.
 */
import type { Tick } from '../engine/tick.js';
import type { Decision } from '../governor/arbitration/decision.js';
import type { LiveReading } from '../model/sensing/reading.js';
import type { Cadence } from './machine.js';

const answered = { hz: 4, after: 2 };
const steady = { hz: 2, after: 5 };
const busyMove = 0.15;
/** Raises a second of one domain: the helper lowers at most 50 times. */
const storm = 25;

export class Relaxation {
  private answeredFor = 0;
  private steadyFor = 0;
  private decisions: readonly Decision[] = [];
  /** Busy shares since which it is steady, by the place of the policy. */
  private busy: number[] = [];

  /** Takes a tick and the time that it looked at. */
  follow({ answered, decisions, reading }: Pick<Tick, 'answered' | 'decisions' | 'reading'>): void {
    const { interval } = reading;
    const same = this.isSame(decisions, reading);
    this.answeredFor = answered ? this.answeredFor + interval : 0;
    this.steadyFor = answered && same ? this.steadyFor + interval : 0;
  }

  of(usual: Cadence): Cadence {
    const hz =
      this.steadyFor >= steady.after ? steady.hz : this.answeredFor >= answered.after ? answered.hz : undefined;
    if (hz === undefined || usual.activeHz <= hz) return usual;
    return { ...usual, activeHz: Math.max(hz, usual.quietHz) };
  }

  private isSame(decisions: readonly Decision[], { policies, interval }: LiveReading): boolean {
    let same = decisions.length === this.decisions.length && decisions.every((d, i) => alike(d, this.decisions[i]));
    this.decisions = decisions;
    let moved = false;
    for (const [i, { busy = 0, raises = 0 }] of policies.entries()) {
      if (raises > storm * interval) same = false;
      if (!(Math.abs(busy - (this.busy[i] ?? Number.NaN)) <= busyMove)) moved = true;
    }
    if (moved) this.busy = policies.map(p => p.busy ?? 0);
    return same && !moved;
  }
}

function alike(one: Decision, other: Decision | undefined): boolean {
  if (one === other) return true;
  if (one.scope !== other?.scope) return false;
  const limits = Object.entries(one.limits);
  return (
    limits.length === Object.keys(other.limits).length &&
    limits.every(([control, value]) => other.limits[control] === value)
  );
}
