/** Periods of the reader's calendar. In one zone a day may have 23 or 25 hours: what begins a period is a date, never a number of milliseconds. */

export const periodNames = ['hour', 'day', 'week', 'month'] as const;
export type PeriodName = (typeof periodNames)[number];

/** UTC ms; `until` belongs to the next one. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** What a person would ask for of a span of that many ms. */
export function usualPeriod(ms: number): PeriodName {
  if (ms <= 2 * dayMs) return 'hour';
  return ms <= 62 * dayMs ? 'day' : 'month';
}

/** The periods that the span from `since` to `until` touches, each whole, in the zone of this process. */
export function periods(since: number, until: number, by: PeriodName): Period[] {
  const out: Period[] = [];
  if (since >= until) return out;
  let from = startOf(since, by);
  while (from < until) {
    const next = nextAfter(from, by);
    out.push({ from, until: next });
    from = next;
  }
  return out;
}

/** The parts of the periods that lie within the span. */
export function within(all: readonly Period[], since: number, until: number): Period[] {
  return all.map(p => ({ from: Math.max(p.from, since), until: Math.min(p.until, until) }));
}

function startOf(at: number, by: PeriodName): number {
  const t = new Date(at);
  switch (by) {
    // Clocks are put forward and back by whole quarters of an hour: minutes are told by the clock, hours are spans.
    case 'hour':
      return at - ((t.getMinutes() * 60 + t.getSeconds()) * 1000 + t.getMilliseconds());
    case 'day':
      return new Date(t.getFullYear(), t.getMonth(), t.getDate()).getTime();
    case 'week':
      return new Date(t.getFullYear(), t.getMonth(), t.getDate() - ((t.getDay() + 6) % 7)).getTime();
    case 'month':
      return new Date(t.getFullYear(), t.getMonth(), 1).getTime();
  }
}

function nextAfter(from: number, by: PeriodName): number {
  const t = new Date(from);
  switch (by) {
    case 'hour':
      return from + hourMs;
    case 'day':
      return new Date(t.getFullYear(), t.getMonth(), t.getDate() + 1).getTime();
    case 'week':
      return new Date(t.getFullYear(), t.getMonth(), t.getDate() + 7).getTime();
    case 'month':
      return new Date(t.getFullYear(), t.getMonth() + 1, 1).getTime();
  }
}
