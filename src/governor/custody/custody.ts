/**
 * Custody: which controls are ours, what the kernel made of our values, and when to leave a control alone.
 *
 * 1. A control whose value read back equals the wanted one needs no write.
 * 2. After a write, the value read back is remembered: while it stays, the kernel's version of our request holds, even if it differs (clamped).
 * 3. A refused write is tried again after 1 s, then after twice as long each time, up to 60 s; at once when its domain's governor has changed. If a
 *    frequency limit is busy (EBUSY), its CPUs went offline during the write: this is reported if it happens twice.
 * 4. A value that changes although we wrote nothing is drift: somebody else set it. It is left alone for 10 s, then twice as long each time, up to 10
 *    min; a control that held for 10 min starts at 10 s again. When we switch boost, the maxima move by themselves, and with the firmware's profile
 *    the energy preferences: that is not drift.
 * 5. A minimum that reads as low as a lower maximum is no drift: the kernel shows it so, keeps ours, and shows ours again once the maximum is back.
 * 6. The firmware's profile is different: another word is somebody's choice (firmware-key.ts), for the profile to follow. It is left alone for 10 s.
 * 7. How far a battery is charged is a person's choice, no matter what wrote it: a value that drifted stays until another is wanted. One that the driver
 *    finds invalid is not tried again until then either, or until another threshold of the battery has moved: what is valid depends on both.
 * 8. A lower maximum that safety asks for is written, no matter who set the higher one.
 *
 * Two writers of one file cannot both win, and fighting costs more than losing; heat is the exception. This is one state machine. It is longer than
 * other files so that all transitions between its states are in one place.
 */

import { controlNames } from '../../model/control-names.js';
import { wholeMachine } from '../../model/names.js';
import { isChargeRole } from '../../model/people/charge.js';
import type { Saved, Stateful } from '../../model/saved.js';
import type { PolicyReading } from '../../model/sensing/reading.js';
import { Recurring } from '../../model/sensing/recurring.js';
import type { ControlValue } from '../../model/signals.js';
import { maxFrequency, policyScope } from '../../model/topology.js';
import type { Nanoseconds } from '../../model/units.js';
import type { Decision } from '../arbitration/decision.js';
import {
  type ControlStanding,
  type ControlState,
  type CustodyEvent,
  type KernelGovernor,
  noGovernor,
  type Place,
  unheld,
  type WriteResult,
} from './control-state.js';
import { FirmwareKey } from './firmware-key.js';

const second = 1e9;
const retry = { first: second, most: 60 * second };
/** Limits that disappear with CPUs that go offline. */
const limits: ReadonlySet<string> = new Set(['min_freq', 'max_freq']);
const movedBy: Readonly<Record<string, ReadonlySet<string>>> = {
  boost: new Set(['max_freq']),
  platform_profile: new Set(['max_freq', 'epp', 'epb']),
};
const cede = { first: 10 * second, most: 600 * second };
/** No time will come: a finite number, as JSON knows no other. */
const never = Number.MAX_VALUE;
/** What a driver answers to a value that it does not take. */
const invalid: ReadonlySet<string> = new Set(['EINVAL', 'ERANGE', 'EOPNOTSUPP']);

export class Custody implements Stateful {
  private readonly places = new Recurring<Place>();
  /** By policy id. */
  private readonly governors = new Recurring<KernelGovernor, number>();
  private readonly key = new FirmwareKey();
  /** Control names of the machine as it is now. */
  private names = controlNames([]);
  private firmware = this.names.nameOf(wholeMachine, 'platform_profile');

  held(control: string): Readonly<ControlState> | undefined {
    return this.places.find(control)?.held;
  }

  /** Whether a write is under way: what was read may be from before it. */
  readonly isPending = (control: string): boolean => this.held(control)?.pending === true;

  /** The highest clock in kHz that was last sent for a policy, whether or not it is known to hold. */
  readonly requestedMax = (policy: number): number | undefined => {
    const wanted = this.held(maxFrequency(policy))?.wanted;
    return typeof wanted === 'number' ? wanted : undefined;
  };

  /**
   * The machine described itself again, perhaps with its settings lost. Values that held are compared and written again; refused controls and those
   * that belong to somebody else stay so.
   */
  redescribed(names = this.names): void {
    this.names = names;
    this.firmware = names.nameOf(wholeMachine, 'platform_profile');
    for (const place of this.places.all()) {
      const { held } = place;
      if (held === undefined || held.pending) continue;
      // The values on offer may have changed too.
      if (held.standing === 'refused') held.notBefore = 0;
      else if (held.standing !== 'ceded') place.held = undefined;
    }
  }

  /**
   * Forgets what was read back: the machine was restored or slept, and no value of ours is in place any more. What others chose for a battery still is.
   */
  forget(): void {
    for (const place of this.places.all())
      if (place.held?.standing !== 'ceded' || !this.isBatterys(place.control)) place.held = undefined;
    this.key.forget();
  }

  /** Somebody asks for these values anew: what another program set, and what was refused before, no longer counts. */
  reclaim(control: string): void {
    const place = this.places.find(control);
    if (place?.held?.pending === false) place.held = undefined;
  }

  /**
   * The writes that the decisions need now, and any drift or choice found. `state` is the value that the newest sample read back, `slept` whether the
   * machine has slept since the one before.
   */
  plan(
    decisions: readonly Pick<Decision, 'controls'>[],
    writable: ReadonlySet<string>,
    state: (control: string) => ControlValue | undefined,
    now: Nanoseconds,
    slept = false,
  ) {
    if (slept) this.key.forget();
    // Without a prototype the object is in dictionary mode from the start: otherwise each name that comes or goes would make a new shape.
    const writes: Record<string, ControlValue> = Object.create(null);
    const events: CustodyEvent[] = [];
    this.followKey(state(this.firmware), now, events);
    for (const { controls } of decisions) {
      for (const [control, value, safety] of controls) {
        const seen = state(control);
        // Its CPUs are offline, or the file is gone: a write would fail, and the current value is unknown.
        if (seen === undefined) continue;
        const { held } = this.places.get(control, unheld);
        if (held === undefined ? seen === value : holds(held, value, seen)) continue;
        const hot = safety && typeof value === 'number' && typeof seen === 'number' && seen > value;
        const needed = held === undefined || this.needed(control, held, value, seen, now, events, hot, state);
        if (needed && writable.has(control)) writes[control] = value;
      }
    }
    return { writes, events };
  }

  /** Marks writes as under way: samples of these controls are ignored until the outcome is known. */
  sent(writes: Readonly<Record<string, ControlValue>>, now: Nanoseconds): void {
    for (const [control, wanted] of Object.entries(writes)) {
      const place = this.places.get(control, unheld);
      const { held } = place;
      if (held === undefined) {
        place.held = { ...newState(wanted, now), pending: true };
      } else {
        held.wanted = wanted;
        held.pending = true;
      }
    }
  }

  /** Applies the outcome of the writes. */
  settled(results: Readonly<Record<string, WriteResult>>, now: Nanoseconds): CustodyEvent[] {
    const events: CustodyEvent[] = [];
    for (const [control, result] of Object.entries(results)) {
      const held = this.places.find(control)?.held;
      if (held === undefined) continue;
      held.pending = false;
      const before = held.standing;
      if ('errno' in result) this.refuse(control, held, result, now, events);
      else this.accept(control, held, result.value, before, now, events);
    }
    for (const [control, result] of Object.entries(results)) {
      if ('errno' in result) continue;
      this.switched(control, results);
      if (this.isBatterys(control)) this.retryBeside(control, results);
    }
    return events;
  }

  /** The outcome of a write never came: the next plan starts from the samples. */
  lost(): void {
    for (const { held } of this.places.all()) if (held !== undefined) held.pending = false;
    this.key.forget();
  }

  /**
   * When somebody changes a governor, the controls that depend on it (EPP) move too. That is no drift, and what was refused because of it is worth
   * another try. So every control of its domain is compared and written again.
   */
  follow(policies: readonly Pick<PolicyReading, 'id' | 'governor'>[]): void {
    for (const { id, governor } of policies) {
      const known = this.governors.get(id, noGovernor);
      const before = known.name;
      if (before === governor) continue;
      known.name = governor;
      if (before === undefined) continue;
      for (const place of this.places.all()) {
        const { control, held } = place;
        if (held === undefined || held.pending || this.names.factsOf(control).scope !== policyScope(id)) continue;
        if (held.standing === 'refused') held.notBefore = 0;
        else place.held = undefined;
      }
    }
  }

  save() {
    const { places, governors, key } = this;
    return {
      key: key.save(),
      places: places.save(({ held }) => (held === undefined ? undefined : { ...held })),
      governors: governors.save(({ name }) => name),
    };
  }

  restore({ places, governors, key }: Saved<Custody>): void {
    this.key.restore(key);
    this.places.restore(places, (held, control) => ({ control, held: held === undefined ? undefined : { ...held } }));
    this.governors.restore(governors, name => ({ name }));
  }

  /** Switching boost moves the maximum that the kernel shows, the firmware's profile also energy preferences: they are compared and written again. */
  private switched(control: string, settled: Readonly<Record<string, WriteResult>>): void {
    const { role, scope } = this.names.factsOf(control);
    const moved = movedBy[role];
    if (moved === undefined) return;
    // Controls settled in the same write have been read back since.
    for (const place of this.places.all()) {
      const { control: name, held } = place;
      if (held === undefined || held.pending || !(held.standing === 'held' || held.standing === 'clamped')) continue;
      const of = this.names.factsOf(name);
      const moves = moved.has(of.role) && (scope === wholeMachine || of.scope === scope);
      if (moves && !(name in settled)) place.held = undefined;
    }
  }

  /** Somebody may have chosen another of the firmware's profiles, which moves other controls too. */
  private followKey(seen: ControlValue | undefined, now: number, events: CustodyEvent[]): void {
    if (seen === undefined) return;
    const place = this.places.get(this.firmware, unheld);
    const before = this.key.follow(seen, place.held?.pending === true, now);
    if (before === undefined) return;
    const held = place.held ?? newState(before, now);
    place.held = held;
    cedeTo(held, seen, now);
    held.chosen = true;
    held.why = 'somebody chose it, with the machine’s own key or another program';
    events.push(event('chosen', this.firmware, before, seen, held.why));
    this.switched(this.firmware, {});
  }

  /** A stop may have been refused because the start was not below it yet. */
  private retryBeside(control: string, settled: Readonly<Record<string, WriteResult>>): void {
    const { scope } = this.names.factsOf(control);
    for (const { control: name, held } of this.places.all())
      if (held?.standing === 'refused' && !(name in settled) && this.isBatterys(name))
        if (this.names.factsOf(name).scope === scope) held.notBefore = 0;
  }

  private needed(
    control: string,
    held: ControlState,
    value: ControlValue,
    seen: ControlValue,
    now: number,
    events: CustodyEvent[],
    hot: boolean,
    state: (control: string) => ControlValue | undefined,
  ): boolean {
    if (held.pending || (this.leftAlone(control, held, value, seen, now, events, state) && !hot)) return false;
    if (held.standing !== 'refused' && seen === value) {
      this.stands(control, held, value, now, events);
      return false;
    }
    return !(held.standing === 'clamped' && held.wanted === value && seen === held.readback);
  }

  /** The wanted value is in place without a write of ours. */
  private stands(control: string, held: ControlState, value: ControlValue, now: number, events: CustodyEvent[]): void {
    if (held.standing === 'ceded') {
      if (!held.chosen)
        events.push(event('resumed', control, value, value, 'it is back at the wanted value by itself'));
      held.since = now;
    }
    held.chosen = false;
    held.wanted = value;
    held.readback = value;
    held.standing = 'held';
    held.why = null;
  }

  private leftAlone(
    control: string,
    held: ControlState,
    value: ControlValue,
    seen: ControlValue,
    now: number,
    events: CustodyEvent[],
    state: (control: string) => ControlValue | undefined,
  ): boolean {
    const given = held.standing === 'refused' || held.standing === 'ceded';
    if (given && held.wanted !== value && this.isBatterys(control)) return false;
    if (held.standing === 'refused') return now < held.notBefore;
    if (held.standing === 'ceded') return seen !== value && now < held.notBefore;
    if (held.readback === null || seen === held.readback || seen === value) return false;
    if (this.pulledDown(control, seen, held.readback, state)) return true;
    cedeTo(held, seen, now);
    if (this.isBatterys(control)) held.notBefore = never;
    const long =
      held.notBefore === never
        ? 'left so until another limit is asked for'
        : `left alone for ${Math.round(held.delay / second)} s`;
    held.why = `something else set it to ${seen}; ${long}`;
    events.push(event('drift', control, value, seen, held.why));
    return true;
  }

  private isBatterys(control: string): boolean {
    return isChargeRole(this.names.factsOf(control).role);
  }

  /** Whether a minimum reads lower than before because the maximum is lower. */
  private pulledDown(
    control: string,
    seen: ControlValue,
    was: ControlValue,
    state: (control: string) => ControlValue | undefined,
  ): boolean {
    if (typeof seen !== 'number' || typeof was !== 'number' || seen >= was) return false;
    const { role, scope } = this.names.factsOf(control);
    return role === 'min_freq' && state(this.names.nameOf(scope, 'max_freq')) === seen;
  }

  private refuse(
    control: string,
    held: ControlState,
    { errno, why }: { errno: string; why?: string },
    now: number,
    events: CustodyEvent[],
  ): void {
    const text = why === undefined ? errno : `${errno}: ${why}`;
    const first = held.standing !== 'refused';
    const news = first || held.passing;
    held.passing = first && errno === 'EBUSY' && limits.has(this.names.factsOf(control).role);
    held.delay = held.standing === 'refused' ? Math.min(retry.most, held.delay * 2) : retry.first;
    held.notBefore = invalid.has(errno) && this.isBatterys(control) ? never : now + held.delay;
    held.standing = 'refused';
    held.why = text;
    if (news && !held.passing) events.push(event('refused', control, held.wanted, held.readback, text));
  }

  private accept(
    control: string,
    held: ControlState,
    value: ControlValue,
    before: ControlStanding,
    now: number,
    events: CustodyEvent[],
  ): void {
    const clamped = value !== held.wanted;
    if (control === this.firmware) this.key.wrote(value);
    if (before === 'refused' && !held.passing)
      events.push(event('recovered', control, held.wanted, value, 'the write works again'));
    if (before === 'ceded')
      events.push(event('resumed', control, held.wanted, value, 'taken up again after being left alone'));
    if (clamped && (before !== 'clamped' || held.readback !== value))
      events.push(event('clamped', control, held.wanted, value, 'the kernel made it another value'));
    if (before !== 'held' && before !== 'clamped') held.since = now;
    if (before === 'refused') held.delay = 0;
    held.passing = false;
    held.chosen = false;
    held.readback = value;
    held.standing = clamped ? 'clamped' : 'held';
    held.why = clamped ? `the kernel made it ${value}` : null;
  }
}

const newState = (wanted: ControlValue, now: number): ControlState => ({
  wanted,
  readback: null,
  standing: 'held',
  why: null,
  notBefore: 0,
  delay: 0,
  since: now,
  pending: false,
  passing: false,
  chosen: false,
});

/** Leaves it to who made it what is seen. */
function cedeTo(held: ControlState, seen: ControlValue, now: number): void {
  if (now - held.since > cede.most) held.delay = 0;
  held.delay = Math.min(cede.most, Math.max(cede.first, held.delay * 2));
  held.notBefore = now + held.delay;
  held.standing = 'ceded';
  held.readback = seen;
}

const event = (
  kind: CustodyEvent['kind'],
  control: string,
  wanted: ControlValue,
  readback: ControlValue | null,
  why: string,
): CustodyEvent => ({ kind, control, wanted, readback, why });

/** The case of almost every control in almost every tick. */
const holds = (held: ControlState, value: ControlValue, seen: ControlValue): boolean =>
  held.standing === 'held' && seen === value && held.readback === value && held.wanted === value;
