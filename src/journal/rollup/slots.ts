import type { Conditions, Series, SlotRow } from '../write-model.js';

export const slotMs = 10_000;

interface Slot {
  readonly start: number;
  readonly series: Series;
  readonly under: Conditions;
  readonly part: number;
  /** Energy: whole microjoules, with the rest below a millijoule of the slot before. Otherwise the value times milliseconds. */
  amount: number;
  measuredMs: number;
  min: number | null;
  max: number | null;
  changed: boolean;
}

/** The slots of one series that can still grow: one for each of the conditions within the same 10 s. */
interface Growing {
  readonly start: number;
  readonly slots: Map<Conditions, Slot>;
  newest: Slot;
}

/** From `from` to `to`, UTC ms. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/**
 * Measured values by series, conditions and 10 s of UTC; energy in whole millijoules without loss:
 * 1. The joules of an interval become whole microjoules; the rounding error is added to the next interval of the series.
 * 2. An interval across the end of a slot is split by time. The parts are differences of one rounded running sum, so they add up to it.
 * 3. A slot gets whole millijoules; the rest is carried to the next slot, whatever its conditions.
 * So the sum of the slots is the total rounded down to a millijoule, however intervals are cut and whenever rows are drained.
 * A finished slot is not opened again: a time before the newest slot is added to the newest one. After `setBack` new slots begin.
 * Series and conditions are compared by identity: pass the same object each time.
 */
export class Slots {
  private readonly growing = new Map<Series, Growing>();
  private readonly leftOver = new Map<Series, number>();
  private finished: Slot[] = [];
  private part = 0;

  /** Joules used in the interval. Invalid values (NaN, negative) are left out. */
  energy(series: Series, under: Conditions, { from, to }: Interval, joules: number): void {
    if (!(joules >= 0 && joules < Number.POSITIVE_INFINITY && from <= to)) return;
    const exact = joules * 1e6 + (this.leftOver.get(series) ?? 0);
    const total = Math.max(Math.round(exact), 0);
    this.leftOver.set(series, exact - total);
    const power = to > from ? Math.round(total / (to - from)) : null;
    let given = 0;
    this.split(series, under, from, to, (slot, edge) => {
      const until = edge === to ? total : Math.floor((total * (edge - from)) / (to - from));
      slot.amount += until - given;
      given = until;
      bound(slot, power);
    });
  }

  /** A value that was constant in the interval. */
  gauge(series: Series, under: Conditions, { from, to }: Interval, value: number): void {
    if (!(Number.isFinite(value) && from < to)) return;
    const whole = Math.round(value);
    this.split(series, under, from, to, (slot, _edge, ms) => {
      slot.amount += whole * ms;
      bound(slot, whole);
    });
  }

  /** Time spent within the interval, all of which was measured. */
  time(series: Series, under: Conditions, { from, to }: Interval, ms: number): void {
    if (!(ms >= 0 && from < to)) return;
    this.split(series, under, from, to, (slot, _edge, length) => {
      slot.amount += (ms * length) / (to - from);
    });
  }

  /** Events of the interval, which was measured; they count whole in the slot in which it ends. */
  count(series: Series, under: Conditions, { from, to }: Interval, events: number): void {
    if (!(events >= 0 && from < to)) return;
    this.split(series, under, from, to, (slot, edge) => {
      if (edge === to) slot.amount += events;
    });
  }

  /** The clock was set back: the next slots may have the times of slots already written, so they get another `part`. */
  setBack(): void {
    for (const [series, { slots, newest }] of this.growing) {
      if (series.kind === 'energy') {
        const rest = newest.amount % 1000;
        newest.amount -= rest;
        this.leftOver.set(series, (this.leftOver.get(series) ?? 0) + rest);
      }
      this.finish(slots);
    }
    this.growing.clear();
    this.part++;
  }

  /** Whole slots that changed since the last drain. */
  drain(): SlotRow[] {
    const rows = this.finished.map(rowOf);
    this.finished = [];
    for (const { slots } of this.growing.values()) {
      for (const slot of slots.values()) {
        if (slot.changed) rows.push(rowOf(slot));
        slot.changed = false;
      }
    }
    return rows;
  }

  private split(
    series: Series,
    under: Conditions,
    from: number,
    to: number,
    add: (slot: Slot, edge: number, ms: number) => void,
  ): void {
    let at = from;
    do {
      const edge = Math.min(to, slotStart(at) + slotMs);
      const slot = this.slot(series, under, slotStart(at));
      add(slot, edge, edge - at);
      slot.measuredMs += edge - at;
      slot.changed = true;
      at = edge;
    } while (at < to);
  }

  private slot(series: Series, under: Conditions, at: number): Slot {
    const before = this.growing.get(series);
    const start = before === undefined ? at : Math.max(at, before.start);
    if (before?.start === start && before.newest.under === under) return before.newest;
    const { part } = this;
    const known = before?.start === start ? before.slots.get(under) : undefined;
    const slot = known ?? { start, series, under, part, amount: 0, measuredMs: 0, min: null, max: null, changed: true };
    if (before !== undefined && series.kind === 'energy') carryRest(before.newest, slot);
    if (before?.start === start) {
      before.slots.set(under, slot);
      before.newest = slot;
      return slot;
    }
    if (before !== undefined) this.finish(before.slots);
    this.growing.set(series, { start, slots: new Map([[under, slot]]), newest: slot });
    return slot;
  }

  private finish(slots: ReadonlyMap<Conditions, Slot>): void {
    for (const slot of slots.values()) if (slot.changed) this.finished.push(slot);
  }
}

const slotStart = (at: number): number => Math.floor(at / slotMs) * slotMs;

/** Carries the rest below a millijoule to the next slot. The first slot loses it, so it can be continued later. */
function carryRest(from: Slot, to: Slot): void {
  const rest = from.amount % 1000;
  from.amount -= rest;
  to.amount += rest;
}

function bound(slot: Slot, value: number | null): void {
  if (value === null) return;
  if (slot.min === null || value < slot.min) slot.min = value;
  if (slot.max === null || value > slot.max) slot.max = value;
}

function rowOf({ start, series, under, part, amount, measuredMs, min, max }: Slot): SlotRow {
  const integral = series.kind === 'energy' ? Math.floor(amount / 1000) : Math.round(amount);
  return { slot: start, series, under, part, integral, measuredMs: Math.round(measuredMs), min, max };
}
