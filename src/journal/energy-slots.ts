import type { EnergyRow } from './entries.js';

const slotMs = 10_000;

interface Slot {
  readonly start: number;
  readonly domain: string;
  /** Whole microjoules, with what the slot before left over below a millijoule. */
  microjoules: number;
  measuredMs: number;
  maxMilliwatts: number;
  maxMillicelsius: number | null;
  changed: boolean;
}

/**
 * Energy by domain and 10 s of UTC, in whole millijoules without loss:
 * 1. An interval's joules become whole microjoules; what rounding left over goes into the domain's next interval.
 * 2. An interval over a slot's edge is split by time; the parts are differences of one rounded running sum, so they add up to it.
 * 3. A slot gets its whole millijoules, the rest below one opens the next slot.
 * So the slots' sum is the total rounded down to a millijoule, however the intervals were cut and whenever the rows were drained.
 * A clock that was set back adds to the newest slot: no slot is ever taken up again, energy is never lost.
 */
export class EnergySlots {
  private readonly newest = new Map<string, Slot>();
  private readonly leftOver = new Map<string, number>();
  private finished: Slot[] = [];

  /** `joules` used by `domain` from `from` to `to` (UTC ms), with the hottest zone's °C. What is no energy (NaN, negative) is left out. */
  add(domain: string, from: number, to: number, joules: number, celsius: number | null): void {
    if (!(joules >= 0 && joules < Number.POSITIVE_INFINITY && from <= to)) return;
    const exact = joules * 1e6 + (this.leftOver.get(domain) ?? 0);
    const total = Math.max(Math.round(exact), 0);
    this.leftOver.set(domain, exact - total);
    const heat = celsius === null || !Number.isFinite(celsius) ? null : Math.round(celsius * 1000);
    const power = to > from ? total / (to - from) : 0;
    let [at, given] = [from, 0];
    do {
      const edge = Math.min(to, slotStart(at) + slotMs);
      const until = edge === to ? total : Math.floor((total * (edge - from)) / (to - from));
      grow(this.slot(domain, slotStart(at)), until - given, edge - at, power, heat);
      [at, given] = [edge, until];
    } while (at < to);
  }

  /** Slots that changed since the last drain, whole. */
  drain(): EnergyRow[] {
    const open = [...this.newest.values()].filter(slot => slot.changed);
    const rows = [...this.finished, ...open].map(rowOf);
    for (const slot of open) slot.changed = false;
    this.finished = [];
    return rows;
  }

  private slot(domain: string, start: number): Slot {
    const newest = this.newest.get(domain);
    if (newest !== undefined && start <= newest.start) return newest;
    if (newest?.changed) this.finished.push(newest);
    const microjoules = newest === undefined ? 0 : newest.microjoules % 1000;
    const slot = { start, domain, microjoules, measuredMs: 0, maxMilliwatts: 0, maxMillicelsius: null, changed: true };
    this.newest.set(domain, slot);
    return slot;
  }
}

const slotStart = (at: number): number => Math.floor(at / slotMs) * slotMs;

function grow(slot: Slot, microjoules: number, ms: number, milliwatts: number, heat: number | null): void {
  slot.microjoules += microjoules;
  slot.measuredMs += ms;
  slot.maxMilliwatts = Math.max(slot.maxMilliwatts, milliwatts);
  if (heat !== null) slot.maxMillicelsius = Math.max(slot.maxMillicelsius ?? heat, heat);
  slot.changed = true;
}

function rowOf({ start, domain, microjoules, measuredMs, maxMilliwatts, maxMillicelsius }: Slot): EnergyRow {
  const millijoules = Math.floor(microjoules / 1000);
  const rounded = { measuredMs: Math.round(measuredMs), maxMilliwatts: Math.round(maxMilliwatts) };
  return { slot: start, domain, millijoules, ...rounded, maxMillicelsius };
}
