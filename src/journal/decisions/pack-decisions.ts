import type { Database } from 'better-sqlite3';
import { dayMs, quarterMs } from '../rollup/level.js';
import type { DecisionRecord } from './decision-record.js';
import { packed } from './pack.js';

/** Decisions of the last two days stay rows, for people who read the file with sqlite3. */
export const packedAfterMs = 2 * dayMs;
/** Enough that texts and forms hardly count, few enough that one pack takes the writer's thread some 20 ms. */
export const rowsOfPack = 1000;
/** In one run each half an hour: twice the decisions of 256 CPUs in that time, and an old laptop's journal is packed within a day. */
const maxPacksPerRun = 64;

interface Scope {
  readonly scope: number;
  /** Its newest row may still grow, however old the clock says it is. */
  readonly newest: number;
}

const scopes =
  'SELECT scope, max(id) AS newest FROM decision_row GROUP BY scope HAVING min(from_ms) < ? ORDER BY min(from_ms)';

const due = `
  SELECT id FROM decision_row
  WHERE scope = :scope AND from_ms < :before AND from_ms + held_ms < :before AND id < :newest
  ORDER BY from_ms LIMIT ${rowsOfPack}`;

const records = `
  SELECT r.id, from_ms AS "from", held_ms AS "durationMs", ticks, govern, p.text AS profile, b.text AS before, a.text AS after, k.text AS readback,
    f.reasons, f.features, figures
  FROM decision_row r
  JOIN decision_text p ON p.id = profile JOIN decision_text b ON b.id = before JOIN decision_text a ON a.id = after
  LEFT JOIN decision_text k ON k.id = readback JOIN decision_form f ON f.id = form
  WHERE r.id IN (SELECT value FROM json_each(?)) ORDER BY r.id`;

/** Packs the oldest rows of each scope that are old enough, whole packs only. Each step is one pack and one transaction. */
export function* packDecisions(db: Database, now: number): Generator<void> {
  const before = now - packedAfterMs;
  let waiting = db.prepare<[number], Scope>(scopes).all(before);
  for (let left = maxPacksPerRun; left > 0 && waiting.length > 0; ) {
    const more: Scope[] = [];
    for (const scope of waiting) {
      if (left === 0 || !packOne(db, scope, before)) continue;
      left--;
      more.push(scope);
      yield;
    }
    waiting = more;
  }
}

/** Whether the scope had enough rows for a pack. */
function packOne(db: Database, { scope, newest }: Scope, before: number): boolean {
  const ids = db.prepare<object, number>(due).pluck().all({ scope, newest, before });
  if (ids.length < rowsOfPack) return false;
  const chosen = JSON.stringify(ids);
  const found = db.prepare<[string], DecisionRecord>(records).all(chosen);
  const begins = found.map(({ from }) => from);
  const ends = found.map(({ from, durationMs }) => from + durationMs);
  const pack = {
    id: found.at(-1)?.id,
    scope,
    from: Math.min(...begins),
    firstEnd: Math.min(...ends),
    until: Math.max(...ends),
    quarters: JSON.stringify(counted(begins)),
    content: packed(found),
  };
  db.transaction(() => {
    db.prepare(`
      INSERT INTO decision_pack (id, scope, from_ms, first_end_ms, until_ms, quarters, content)
      VALUES (:id, (SELECT text FROM decision_text WHERE id = :scope), :from, :firstEnd, :until, :quarters, :content)`).run(
      pack,
    );
    db.prepare('DELETE FROM decision_row WHERE id IN (SELECT value FROM json_each(?))').run(chosen);
  })();
  return true;
}

function counted(begins: readonly number[]): [quarter: number, count: number][] {
  const counts = new Map<number, number>();
  for (const at of begins) {
    const quarter = at - (at % quarterMs);
    counts.set(quarter, (counts.get(quarter) ?? 0) + 1);
  }
  return [...counts];
}
