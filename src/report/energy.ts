import type { Sum } from '../journal/query/history.js';
import { isTotal, type Meter, meterOf } from '../model/meters.js';
import type { Period } from './calendar.js';

/** What one domain used in one period. Without a measurement there is no use, not a use of 0. */
export interface Use extends Period {
  readonly domain: string;
  readonly joules: number;
  readonly measuredSeconds: number;
  /** Over the measured time, W. */
  readonly meanWatts: number;
  /** Highest mean of an interval between two samples, W. */
  readonly peakWatts: number;
  /** Of all zones, °C. */
  readonly hottest: number | null;
}

/** The domain that stands for the whole: the total, or where there is none the first domain. */
export const mainDomain = (uses: readonly Use[]): string | undefined =>
  (uses.find(u => isTotal(u.domain)) ?? uses[0])?.domain;

/** Which meters make the total, by all that was used. */
export function meterOfSums(sums: Iterable<Pick<Sum, 'kind' | 'name' | 'integral'>>): Meter | undefined {
  const used = new Map<string, number>();
  for (const { kind, name, integral } of sums) if (kind === 'energy') used.set(name, (used.get(name) ?? 0) + integral);
  return meterOf(used);
}

/** Uses by period and domain, in that order, with the total first. Periods without a measurement are left out. */
export function usesOf(sums: readonly (readonly Sum[])[], all: readonly Period[]): Use[] {
  const meter = meterOfSums(sums.flat());
  return all.flatMap((period, i) => usesIn(period, sums[i] ?? [], meter));
}

/** Uses of one period by domain, with the total of `meter` first. */
export function usesIn(period: Period, sums: readonly Sum[], meter: Meter | undefined): Use[] {
  const domains = new Map<string, Sum[]>();
  for (const sum of sums) {
    if (sum.kind !== 'energy') continue;
    const of = domains.get(sum.name) ?? [];
    of.push(sum);
    domains.set(sum.name, of);
  }
  const hottest = hottestOf(sums);
  const uses = [...domains]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([domain, of]): Use => use(period, domain, of, hottest));
  const counted = uses.filter(u => meter?.domains.includes(u.domain));
  if (meter === undefined || counted.length === 0) return uses;
  const others = uses.filter(u => u.domain !== meter.what);
  return [{ ...together(period, counted), domain: meter.what }, ...others];
}

/** In one pass and without a spread, since a year's report by day makes thousands of these. */
function use({ from, until }: Period, domain: string, sums: readonly Sum[], hottest: number | null): Use {
  let [millijoules, measuredMs, peak] = [0, 0, 0];
  for (const { integral, measuredMs: ms, max } of sums) {
    millijoules += integral;
    measuredMs += ms;
    peak = Math.max(peak, max ?? 0);
  }
  const [joules, measuredSeconds] = [millijoules / 1000, measuredMs / 1000];
  const meanWatts = measuredSeconds > 0 ? joules / measuredSeconds : Number.NaN;
  return { from, until, domain, joules, measuredSeconds, meanWatts, peakWatts: peak / 1000, hottest };
}

/** Meters count at the same time: their powers add up, their times don't. The sum of their peaks is an upper bound, since they need not coincide. */
function together({ from, until }: Period, counted: readonly Use[]): Omit<Use, 'domain'> {
  const joules = counted.reduce((a, u) => a + u.joules, 0);
  const measuredSeconds = Math.max(...counted.map(u => u.measuredSeconds));
  const meanWatts = measuredSeconds > 0 ? joules / measuredSeconds : Number.NaN;
  const peakWatts = counted.reduce((a, u) => a + u.peakWatts, 0);
  const hottest = counted[0]?.hottest ?? null;
  return { from, until, joules, measuredSeconds, meanWatts, peakWatts, hottest };
}

/** The highest temperature, °C. */
export function hottestOf(sums: readonly Sum[]): number | null {
  const heat = sums.flatMap(({ kind, max }) => (kind === 'temperature' && max !== null ? [max / 1000] : []));
  return heat.length === 0 ? null : Math.max(...heat);
}
