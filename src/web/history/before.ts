import type { Point } from '../../journal/query/history.js';
import type { JournalReader } from '../../journal/query/query.js';
import { slotMs } from '../../journal/rollup/slots.js';
import { chartedSeries } from '../../report/course.js';
import { meterOfSums } from '../../report/energy.js';
import { type Moment, recentMs } from '../told/recent.js';

/** What the journal knows of the minutes before `now`. */
export function beforeOf(reader: JournalReader, now: number): Moment[] {
  const points = reader.history.points(
    now - recentMs,
    now,
    slotMs,
    s => chartedSeries(s) || (s.kind === 'energy' && s.name === 'battery.in'),
  );
  return momentsOf(points);
}

function momentsOf(points: readonly Point[]): Moment[] {
  const domains = meterOfSums(points)?.domains ?? [];
  const steps = new Map<number, Point[]>();
  for (const point of points) {
    if (point.measuredMs <= 0) continue;
    const of = steps.get(point.at) ?? [];
    of.push(point);
    steps.set(point.at, of);
  }
  return [...steps]
    .sort(([a], [b]) => a - b)
    .map(([time, of]): Moment => {
      const watts = (names: readonly string[]): number | null => {
        const found = of.filter(p => p.kind === 'energy' && names.includes(p.name));
        return found.length === 0 ? null : found.reduce((sum, p) => sum + p.integral / p.measuredMs, 0);
      };
      const [out, into] = [watts(['battery.out']), watts(['battery.in'])];
      const hottest = of.find(p => p.kind === 'temperature')?.max;
      return {
        at: time + slotMs / 2,
        watts: watts(domains),
        battery: out === null && into === null ? null : (out ?? 0) - (into ?? 0),
        celsius: hottest == null ? null : hottest / 1000,
        clocks: [],
      };
    });
}
