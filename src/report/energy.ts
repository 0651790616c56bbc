import type { Sum } from '../journal/history.js';
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

/** Uses by period and domain, in that order, with `total` before the domains; periods in which nothing was measured are left out. */
export function usesOf(sums: readonly (readonly Sum[])[], all: readonly Period[]): Use[] {
  return all.flatMap((period, i) => usesIn(period, sums[i] ?? []));
}

/** Uses of one period by domain, with `total` first. */
export function usesIn(period: Period, sums: readonly Sum[]): Use[] {
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
  const packages = uses.filter(u => isPackage(u.domain));
  return packages.length === 0 ? uses : [together(period, packages), ...uses];
}

function use(period: Period, domain: string, sums: readonly Sum[], hottest: number | null): Use {
  const add = (of: (sum: Sum) => number): number => sums.reduce((a, sum) => a + of(sum), 0);
  const joules = add(sum => sum.integral) / 1000;
  const measuredSeconds = add(sum => sum.measuredMs) / 1000;
  return {
    ...period,
    domain,
    joules,
    measuredSeconds,
    meanWatts: measuredSeconds > 0 ? joules / measuredSeconds : Number.NaN,
    peakWatts: Math.max(...sums.map(sum => sum.max ?? 0)) / 1000,
    hottest,
  };
}

/** Packages are measured side by side: their powers add up, their times don't. Their peaks need not have come at once, so the sum is the most it can have been. */
function together(period: Period, packages: readonly Use[]): Use {
  const joules = packages.reduce((a, u) => a + u.joules, 0);
  const measuredSeconds = Math.max(...packages.map(u => u.measuredSeconds));
  return {
    ...period,
    domain: total,
    joules,
    measuredSeconds,
    meanWatts: measuredSeconds > 0 ? joules / measuredSeconds : Number.NaN,
    peakWatts: packages.reduce((a, u) => a + u.peakWatts, 0),
    hottest: packages[0]?.hottest ?? null,
  };
}

/** °C of the hottest zone, of all that is told. */
export function hottestOf(sums: readonly Sum[]): number | null {
  const heat = sums.flatMap(({ kind, max }) => (kind === 'temperature' && max !== null ? [max / 1000] : []));
  return heat.length === 0 ? null : Math.max(...heat);
}
