import type { EnergyQuarter } from '../journal/stored.js';
import type { Period } from './calendar.js';

/** What one domain used in one period; nothing measured is no use of 0. */
export interface Use extends Period {
  readonly domain: string;
  readonly joules: number;
  readonly measuredSeconds: number;
  /** Over what was measured; W. */
  readonly meanWatts: number;
  /** Highest mean of an interval between two samples, W. */
  readonly peakWatts: number;
  /** Of all zones, °C. */
  readonly hottest: number | null;
}

/** The whole of the processor packages. */
export const total = 'packages';

const isPackage = (domain: string): boolean => /^package\d+$/.test(domain);

/**
 * Uses by period and domain, in that order, with `total` before the domains; periods in which nothing was measured are left out.
 * Every zone's hours and days begin with a quarter of an hour of UTC, so quarters are never split. Costs O(quarters·log + periods).
 */
export function usesOf(quarters: readonly EnergyQuarter[], all: readonly Period[]): Use[] {
  const sorted = [...quarters].sort((a, b) => a.at - b.at);
  const out: Use[] = [];
  let next = 0;
  for (const period of all) {
    const first = next;
    while (next < sorted.length && (sorted[next]?.at ?? 0) < period.until) next++;
    out.push(...usesIn(period, sorted.slice(first, next)));
  }
  return out;
}

function usesIn(period: Period, quarters: readonly EnergyQuarter[]): Use[] {
  const domains = new Map<string, EnergyQuarter[]>();
  for (const quarter of quarters) {
    const of = domains.get(quarter.domain) ?? [];
    of.push(quarter);
    domains.set(quarter.domain, of);
  }
  const uses = [...domains].sort(([a], [b]) => (a < b ? -1 : 1)).map(([domain, of]): Use => use(period, domain, of));
  const packages = uses.filter(u => isPackage(u.domain));
  return packages.length === 0 ? uses : [together(period, packages), ...uses];
}

function use(period: Period, domain: string, quarters: readonly EnergyQuarter[]): Use {
  const sum = (of: (q: EnergyQuarter) => number): number => quarters.reduce((a, q) => a + of(q), 0);
  const joules = sum(q => q.millijoules) / 1000;
  const measuredSeconds = sum(q => q.measuredMs) / 1000;
  const heat = quarters.flatMap(q => (q.maxMillicelsius === null ? [] : [q.maxMillicelsius / 1000]));
  return {
    ...period,
    domain,
    joules,
    measuredSeconds,
    meanWatts: measuredSeconds > 0 ? joules / measuredSeconds : Number.NaN,
    peakWatts: Math.max(...quarters.map(q => q.maxMilliwatts)) / 1000,
    hottest: heat.length === 0 ? null : Math.max(...heat),
  };
}

/** Packages are measured side by side: their powers add up, their times don't. Their peaks need not have come at once, so the sum is the most it can have been. */
function together(period: Period, packages: readonly Use[]): Use {
  const joules = packages.reduce((a, u) => a + u.joules, 0);
  const measuredSeconds = Math.max(...packages.map(u => u.measuredSeconds));
  const heat = packages.flatMap(u => (u.hottest === null ? [] : [u.hottest]));
  return {
    ...period,
    domain: total,
    joules,
    measuredSeconds,
    meanWatts: measuredSeconds > 0 ? joules / measuredSeconds : Number.NaN,
    peakWatts: packages.reduce((a, u) => a + u.peakWatts, 0),
    hottest: heat.length === 0 ? null : Math.max(...heat),
  };
}
