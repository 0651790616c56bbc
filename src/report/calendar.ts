/** Periods of the reader's calendar. A day may have 23 or 25 hours, so a period begins at a date, not after a number of milliseconds. */

export const periodNames = ['hour', 'day', 'week', 'month'] as const;
export type PeriodName = (typeof periodNames)[number];

/** UTC ms, without `until`. */
export interface Period {
  readonly from: number;
  readonly until: number;
}

const hourMs = 3_600_000;
const dayMs = 86_400_000;

/** A useful period for a span of that many ms. */
export function usualPeriod(ms: number): PeriodName {
  if (ms <= 2 * dayMs) return 'hour';
  return ms <= 62 * dayMs ? 'day' : 'month';
}

/** The whole periods that overlap the span from `since` to `until`, in the time zone of this process. */
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
    // Clocks change by whole quarters of an hour: an hour begins by the minutes of the clock and is 60 minutes long.
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
