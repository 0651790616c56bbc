import type { Conditions, Series, SlotRow } from '../write-model.js';

export const slotMs = 10_000;

interface Slot {
  readonly start: number;
  readonly series: Series;
  readonly under: Conditions;
  readonly part: number;
  /** Energy: whole microjoules, with what the slot before left over below a millijoule. Else the value times milliseconds. */
  amount: number;
  measuredMs: number;
  min: number | null;
  max: number | null;
  changed: boolean;
}

/** The slots of one series that can still grow: one for each of the conditions that came and went within the same 10 s. */
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
 * What was measured, by series, conditions and 10 s of UTC; energy in whole millijoules without loss:
 * 1. An interval's joules become whole microjoules; what rounding left over goes into the series' next interval.
 * 2. An interval over a slot's edge is split by time; the parts are differences of one rounded running sum, so they add up to it.
 * 3. A slot gets its whole millijoules, the rest below one opens the next slot, whatever its conditions.
 * So the slots' sum is the total rounded down to a millijoule, however the intervals were cut and whenever the rows were drained.
 * A slot is never taken up again: a time before the newest slot adds to that one, and after `setBack` time begins anew.
 * Series and conditions are told apart by identity: pass the same object each time.
 */
export class Slots {
  private readonly growing = new Map<Series, Growing>();
  private readonly leftOver = new Map<Series, number>();
  private finished: Slot[] = [];
  private part = 0;

  /** Joules used in the interval. What is no energy (NaN, negative) is left out. */
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

  /** A value that held through the interval. */
  gauge(series: Series, under: Conditions, { from, to }: Interval, value: number): void {
    if (!(Number.isFinite(value) && from < to)) return;
    const whole = Math.round(value);
    this.split(series, under, from, to, (slot, _edge, ms) => {
      slot.amount += whole * ms;
      bound(slot, whole);
    });
  }

  /** Time spent within the interval, which was watched for all of its length. */
  time(series: Series, under: Conditions, { from, to }: Interval, ms: number): void {
    if (!(ms >= 0 && from < to)) return;
    this.split(series, under, from, to, (slot, _edge, length) => {
      slot.amount += (ms * length) / (to - from);
    });
  }

  /** The clock was set back: the time to come may have been written already, and is told apart from it. */
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

  /** Slots that changed since the last drain, whole. */
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
    if (before !== undefined && series.kind === 'energy') handOver(before.newest, slot);
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

/** What is below a millijoule goes on; the slot it leaves has no part in it, so that it can be gone back to. */
function handOver(from: Slot, to: Slot): void {
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
