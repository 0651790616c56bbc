import { noName, type UsageEntry, type Way } from './entry.js';

/** Users with a name of their own, in each slot and way. */
export const mostNamed = 15;

/** The sum of two amounts of energy, where an unknown one adds nothing. */
export const plus = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : a + b;

/** One entry for each way and name, in the order in which they first come. */
export function summed(entries: Iterable<UsageEntry>): UsageEntry[] {
  const sums = new Map<string, UsageEntry>();
  for (const entry of entries) {
    const key = `${entry.way} ${entry.name}`;
    const before = sums.get(key);
    const millijoules = plus(before?.millijoules ?? null, entry.millijoules);
    sums.set(key, { ...entry, millijoules, amount: (before?.amount ?? 0) + entry.amount });
  }
  return [...sums.values()];
}

/**
 * The largest users of each way by energy, by time where no energy is known, and one entry without a name for all others. Sums of a way stay as they
 * are, but that of a few unknown energies is unknown. Cost: n log n of the entries.
 */
export function largest(entries: Iterable<UsageEntry>, most = mostNamed): UsageEntry[] {
  const ways = new Map<Way, UsageEntry[]>();
  for (const entry of summed(entries)) {
    const of = ways.get(entry.way);
    if (of === undefined) ways.set(entry.way, [entry]);
    else of.push(entry);
  }
  return [...ways.values()].flatMap(of => {
    const named = of.filter(isNamed).sort(larger).slice(0, most);
    const kept = new Set(named);
    return [...named, ...summed(of.filter(entry => !kept.has(entry)).map(entry => ({ ...entry, name: noName })))];
  });
}

/** Less than nothing can only be a correction of what was counted with the rest. */
const isNamed = ({ name, millijoules, amount }: UsageEntry): boolean =>
  name !== noName && (millijoules ?? 0) >= 0 && amount >= 0;

const larger = (a: UsageEntry, b: UsageEntry): number =>
  (b.millijoules ?? 0) - (a.millijoules ?? 0) || b.amount - a.amount || (a.name < b.name ? -1 : 1);
