/**
 * Custody: which controls are ours, what the kernel made of our values, and when to leave one alone.
 *
 * 1. A control whose value read back equals the wanted one needs no write.
 * 2. After a write, the value read back is remembered: while it stays, the kernel's version of our wish holds, even where it differs (clamped).
 * 3. A refused write is tried again after 1 s, then twice as long each time, up to 60 s; at once when its domain's governor has changed.
 *    A limit of frequency that is busy (EBUSY) belongs to CPUs that went offline under the write: that is told if it happens twice.
 * 4. A value that changes though we wrote nothing is drift: somebody else's. It is left alone for 10 s, then twice as long each time, up to 10 min;
 *    a control that held for 10 min starts at 10 s again. Boost that we switched moves the maxima by itself: that is ours.
 * 5. A minimum that reads as low as a lower maximum does is no drift: the kernel shows it so, keeps ours, and shows that again once the maximum is back.
 * 6. A lower maximum that safety asks for is written whoever set the higher one.
 * Two writers of one file can't both win, and fighting costs more than losing; heat is the exception.
 * It is one state machine, longer than other files so that all ways between its states stand side by side.
 */
import type { PolicyReading } from '../model/reading.js';
import type { ControlValue } from '../model/signals.js';
import type { Nanoseconds } from '../model/units.js';
import type { Decision } from './decision.js';
import type { CustodyEvent, Held, Result, Standing } from './held.js';

const second = 1e9;
const retry = { first: second, most: 60 * second };
const cede = { first: 10 * second, most: 600 * second };

export class Custody {
  private readonly controls = new Map<string, Held>();
  private readonly governors = new Map<number, string | undefined>();

  held(): ReadonlyMap<string, Readonly<Held>> {
    return this.controls;
  }

  /** The number that was last sent for a control, whether or not it is known to hold. */
  asked(control: string): number | undefined {
    const wanted = this.controls.get(control)?.wanted;
    return typeof wanted === 'number' ? wanted : undefined;
  }

  /**
   * The machine describes itself anew, perhaps with its settings lost: what held is compared and written again, what was refused or belongs to
   * somebody else stays so.
   */
  redescribed(): void {
    for (const [control, held] of this.controls) {
      if (held.pending) continue;
      // What is offered may have changed too.
      if (held.standing === 'refused') held.notBefore = 0;
      else if (held.standing !== 'ceded') this.controls.delete(control);
    }
  }

  /** Forget what was read back: the machine was restored or re-described, and nothing of ours stands any more. */
  forget(): void {
    this.controls.clear();
  }

  /** The writes that the decisions need now, and drift seen on the way. `state` is the value that the newest sample read back. */
  plan(
    decisions: readonly Pick<Decision, 'controls'>[],
    writable: ReadonlySet<string>,
    state: (control: string) => ControlValue | undefined,
    now: Nanoseconds,
  ) {
    const writes: Record<string, ControlValue> = {};
    const events: CustodyEvent[] = [];
    for (const { controls } of decisions) {
      for (const [control, value, safety] of controls) {
        const seen = state(control);
        const hot = safety && typeof value === 'number' && typeof seen === 'number' && seen > value;
        if (this.needed(control, value, seen, now, events, hot, state) && writable.has(control))
          writes[control] = value;
      }
    }
    return { writes, events };
  }

  /** Marks writes as under way: what samples say of these controls is void until the outcome is known. */
  sent(writes: Readonly<Record<string, ControlValue>>, now: Nanoseconds): void {
    for (const [control, wanted] of Object.entries(writes)) {
      const held = this.controls.get(control);
      if (held === undefined) {
        this.controls.set(control, {
          wanted,
          readback: null,
          standing: 'held',
          why: null,
          notBefore: 0,
          delay: 0,
          since: now,
          pending: true,
          passing: false,
        });
      } else {
        held.wanted = wanted;
        held.pending = true;
      }
    }
  }

  /** Takes over what became of the writes. */
  settled(results: Readonly<Record<string, Result>>, now: Nanoseconds): CustodyEvent[] {
    const events: CustodyEvent[] = [];
    for (const [control, result] of Object.entries(results)) {
      const held = this.controls.get(control);
      if (held === undefined) continue;
      held.pending = false;
      const before = held.standing;
      if ('errno' in result) this.refuse(control, held, result, now, events);
      else this.accept(control, held, result.value, before, now, events);
    }
    for (const [control, result] of Object.entries(results)) if (!('errno' in result)) this.switched(control, results);
    return events;
  }

  /** The outcome of a write never came: the next plan starts from what samples say. */
  lost(): void {
    for (const held of this.controls.values()) held.pending = false;
  }

  /**
   * A governor that somebody changed moves what depends on it (EPP): that is no drift, and what was refused because of it is worth another try.
   * So everything about its domain is compared and written anew.
   */
  follow(policies: readonly Pick<PolicyReading, 'id' | 'governor'>[]): void {
    for (const { id, governor } of policies) {
      const before = this.governors.get(id);
      if (before === governor) continue;
      this.governors.set(id, governor);
      if (before === undefined) continue;
      for (const [control, held] of this.controls) {
        if (!control.startsWith(`policy${id}.`) || held.pending) continue;
        if (held.standing === 'refused') held.notBefore = 0;
        else this.controls.delete(control);
      }
    }
  }

  /** Boost that was switched shrinks or widens what the kernel shows as the maximum: it is compared and written anew. */
  private switched(control: string, settled: Readonly<Record<string, Result>>): void {
    const found = /^(policy\d+\.|)boost$/.exec(control);
    if (found === null) return;
    const [, scope = ''] = found;
    // What was settled with it has been read back since.
    for (const [name, held] of this.controls) {
      const own = name.endsWith('.max_freq') && name.startsWith(scope) && !(name in settled);
      if (own && !held.pending && (held.standing === 'held' || held.standing === 'clamped')) this.controls.delete(name);
    }
  }

  private needed(
    control: string,
    value: ControlValue,
    seen: ControlValue | undefined,
    now: number,
    events: CustodyEvent[],
    hot: boolean,
    state: (control: string) => ControlValue | undefined,
  ): boolean {
    // Its CPUs are offline, or the file is gone: a write would fail, and what holds is unknown.
    if (seen === undefined) return false;
    const held = this.controls.get(control);
    if (held === undefined) return seen !== value;
    // What nearly every control is in nearly every tick.
    if (held.standing === 'held' && seen === value && held.readback === value && held.wanted === value) return false;
    if (held.pending || (this.leftAlone(control, held, value, seen, now, events, state) && !hot)) return false;
    if (held.standing !== 'refused' && seen === value) {
      this.stands(control, held, value, now, events);
      return false;
    }
    return !(held.standing === 'clamped' && held.wanted === value && seen === held.readback);
  }

  /** The wanted value is there without a write of ours. */
  private stands(control: string, held: Held, value: ControlValue, now: number, events: CustodyEvent[]): void {
    if (held.standing === 'ceded') {
      events.push({
        kind: 'resumed',
        control,
        wanted: value,
        readback: value,
        why: 'it is back at the wanted value by itself',
      });
      held.since = now;
    }
    held.wanted = value;
    held.readback = value;
    held.standing = 'held';
    held.why = null;
  }

  private leftAlone(
    control: string,
    held: Held,
    value: ControlValue,
    seen: ControlValue,
    now: number,
    events: CustodyEvent[],
    state: (control: string) => ControlValue | undefined,
  ): boolean {
    if (held.standing === 'refused') return now < held.notBefore;
    if (held.standing === 'ceded') return seen !== value && now < held.notBefore;
    if (held.readback === null || seen === held.readback || seen === value) return false;
    if (pulledDown(control, seen, held.readback, state)) return true;
    if (now - held.since > cede.most) held.delay = 0;
    held.delay = Math.min(cede.most, Math.max(cede.first, held.delay * 2));
    held.notBefore = now + held.delay;
    held.standing = 'ceded';
    held.why = `something else set it to ${seen}; left alone for ${Math.round(held.delay / second)} s`;
    held.readback = seen;
    events.push({ kind: 'drift', control, wanted: value, readback: seen, why: held.why });
    return true;
  }

  private refuse(
    control: string,
    held: Held,
    { errno, why }: { errno: string; why?: string },
    now: number,
    events: CustodyEvent[],
  ): void {
    const text = why === undefined ? errno : `${errno}: ${why}`;
    const first = held.standing !== 'refused';
    const news = first || held.passing;
    held.passing = first && errno === 'EBUSY' && /\.(min|max)_freq$/.test(control);
    held.delay = held.standing === 'refused' ? Math.min(retry.most, held.delay * 2) : retry.first;
    held.notBefore = now + held.delay;
    held.standing = 'refused';
    held.why = text;
    if (news && !held.passing)
      events.push({ kind: 'refused', control, wanted: held.wanted, readback: held.readback, why: text });
  }

  private accept(
    control: string,
    held: Held,
    value: ControlValue,
    before: Standing,
    now: number,
    events: CustodyEvent[],
  ): void {
    const clamped = value !== held.wanted;
    if (before === 'refused' && !held.passing)
      events.push({ kind: 'recovered', control, wanted: held.wanted, readback: value, why: 'the write works again' });
    if (before === 'ceded')
      events.push({
        kind: 'resumed',
        control,
        wanted: held.wanted,
        readback: value,
        why: 'taken up again after being left alone',
      });
    if (clamped && (before !== 'clamped' || held.readback !== value)) {
      events.push({
        kind: 'clamped',
        control,
        wanted: held.wanted,
        readback: value,
        why: 'the kernel made it another value',
      });
    }
    if (before !== 'held' && before !== 'clamped') held.since = now;
    if (before === 'refused') held.delay = 0;
    held.passing = false;
    held.readback = value;
    held.standing = clamped ? 'clamped' : 'held';
    held.why = clamped ? `the kernel made it ${value}` : null;
  }
}

/** Whether a minimum reads lower than it was because the maximum is. */
function pulledDown(
  control: string,
  seen: ControlValue,
  was: ControlValue,
  state: (control: string) => ControlValue | undefined,
): boolean {
  if (!control.endsWith('.min_freq') || typeof seen !== 'number' || typeof was !== 'number' || seen >= was)
    return false;
  return state(control.replace(/min_freq$/, 'max_freq')) === seen;
}
