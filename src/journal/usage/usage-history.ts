import type { Database } from 'better-sqlite3';
import { type UsageEntry, type UsageLevel, usageLevels, type Way } from './entry.js';
import { summed } from './largest.js';
import { type UsageCoverage, usageStretches } from './usage-stretches.js';

interface Span {
  readonly from: number;
  readonly until: number;
}

/**
 * Who used what within a span, one entry for each way and name; the rest of each way has no name. A slot that an end of the span lies in counts whole:
 * a minute, or a coarser one where minutes are not kept any more. Reads a few dozen rows for each slot of the levels that usage-stretches.ts chooses.
 */
export function usageIn(db: Database, { from, until }: Span, ways: readonly Way[]): UsageEntry[] {
  const marks = ways.map(() => '?').join();
  const ids = db
    .prepare<unknown[], number>(`SELECT id FROM usage_name WHERE way IN (${marks})`)
    .pluck()
    .all(...ways);
  if (ids.length === 0) return [];
  const all = usageStretches(from, until, coverageOf(db)).flatMap(stretch =>
    db
      .prepare<unknown[], UsageEntry>(
        `SELECT n.way, n.name, u.millijoules, u.amount FROM (
           SELECT name, sum(millijoules) AS millijoules, sum(amount) AS amount FROM ${stretch.level}
           WHERE slot_ms >= :from AND slot_ms < :until AND name IN (SELECT value FROM json_each(:ids)) GROUP BY name) u
         JOIN usage_name n ON n.id = u.name`,
      )
      .all({ from: stretch.from, until: stretch.until, ids: JSON.stringify(ids) }),
  );
  return summed(all);
}

/** When the first and the last kept slot begin; undefined if there is none. */
export function usageExtent(db: Database): Span | undefined {
  const ends = usageLevels.flatMap(level =>
    ['min', 'max'].flatMap(
      end => db.prepare<[], number | null>(`SELECT ${end}(slot_ms) FROM ${level}`).pluck().get() ?? [],
    ),
  );
  return ends.length === 0 ? undefined : { from: Math.min(...ends), until: Math.max(...ends) };
}

function coverageOf(db: Database): UsageCoverage {
  const row = db.prepare<[UsageLevel], { readonly keptFrom: number; readonly filledTo: number }>(
    'SELECT kept_from_ms AS keptFrom, filled_to_ms AS filledTo FROM level WHERE name = ?',
  );
  return Object.fromEntries(usageLevels.map(level => [level, row.get(level)])) as unknown as UsageCoverage;
}
