import { dayMs, minuteMs, quarterMs } from '../../journal/rollup/level.js';

/** What history is shown of: how long, and in steps of what (ms), so that a year is no more points than a day. */
export const spans = {
  day: { ms: dayMs, step: 2 * minuteMs, freshMs: 10_000 },
  week: { ms: 7 * dayMs, step: quarterMs, freshMs: 60_000 },
  year: { ms: 365 * dayMs, step: dayMs, freshMs: 300_000 },
} as const;

export type SpanName = keyof typeof spans;

export const isSpan = (name: string | null): name is SpanName => name !== null && Object.hasOwn(spans, name);
