import type { Point, Wanted } from '../journal/query/history.js';
import type { JournalReader } from '../journal/query/query.js';
import { levelMs, levelNames } from '../journal/rollup/level.js';
import { mayCount } from '../model/meters.js';
import { isGpu } from '../model/names.js';

/** Power, heat and frequency over time in even steps, from the first that was measured to the last; UTC ms. */
export interface Course {
  readonly from: number;
  readonly until: number;
  readonly stepMs: number;
  readonly points: readonly Point[];
}

/** The series of the charts. */
export const chartedSeries: Wanted = ({ kind, name }) =>
  (kind === 'energy' && (mayCount(name) || isGpu(name) || name === 'battery.out')) ||
  (kind === 'temperature' && name === 'hottest') ||
  kind === 'frequency';

/** A span that holds less than this share of what was looked at is looked at again. */
const worthwhile = 0.9;

/**
 * A course of at most about `cells` steps. Where little of a span was measured that part is read again in finer steps: the first day of a week is
 * no dot at its end.
 */
export function courseOf(reader: JournalReader, since: number, until: number, cells: number): Course {
  let [from, to] = [since, until];
  for (;;) {
    const stepMs = reader.history.finestStep(from, to, stepFor(to - from, cells));
    const points = reader.history.points(from, to, stepMs, chartedSeries);
    const measured = points.filter(p => p.measuredMs > 0).map(p => p.at);
    const first = Math.max(from, measured[0] ?? from);
    const end = Math.min(to, (measured.at(-1) ?? to) + stepMs);
    if (measured.length === 0 || end <= first) return { from, until: to, stepMs, points };
    if (end - first > worthwhile * (to - from)) return { from: first, until: end, stepMs, points };
    [from, to] = [first, end];
  }
}

/** A step that divides the span into at most `cells` parts and consists of whole slots. */
export function stepFor(spanMs: number, cells: number): number {
  const wanted = spanMs / cells;
  const unit = levelMs[[...levelNames].reverse().find(level => levelMs[level] <= wanted) ?? 'slot_10s'];
  return Math.ceil(wanted / unit) * unit;
}
