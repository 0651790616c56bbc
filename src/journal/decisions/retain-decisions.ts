import type { Database } from 'better-sqlite3';
import { dayMs } from '../rollup/level.js';
import { mostAtOnceMs } from '../rollup/retain-slots.js';
import type { DecisionWriter } from './decision-writer.js';
import { openPack } from './open-pack.js';

/** Rows of one transaction: some 50 ms of the writer's thread. */
const chunk = 2000;

/** A rule's code may carry a detail behind a colon, which would make every row a kind of its own. */
const because = `(
  SELECT coalesce(group_concat(said, ', '), '') FROM (
    SELECT DISTINCT json_extract(value, '$.rule') || ' '
      || substr(json_extract(value, '$.code'), 1, instr(json_extract(value, '$.code') || ':', ':') - 1) AS said
    FROM json_each(f.reasons) ORDER BY said))`;

const chosen = 'id <= :last AND from_ms + held_ms < :before';

/** A form is put into words once a day, not with each of its rows. */
const summary = `
  INSERT INTO decision_day (day_ms, scope, mode, profile, because, decisions, ticks, held_ms)
  SELECT day, s.text, CASE govern WHEN 1 THEN 'govern' ELSE 'observe' END, p.text, ${because} AS why, sum(n), sum(ticks), sum(held)
  FROM (
    SELECT from_ms - from_ms % ${dayMs} AS day, scope, govern, profile, form, count(*) AS n, sum(ticks) AS ticks, sum(held_ms) AS held
    FROM decision_row WHERE ${chosen} GROUP BY day, scope, govern, profile, form)
  JOIN decision_text s ON s.id = scope JOIN decision_text p ON p.id = profile JOIN decision_form f ON f.id = form
  WHERE true GROUP BY day, s.text, govern, p.text, why
  ON CONFLICT DO UPDATE SET decisions = decisions + excluded.decisions, ticks = ticks + excluded.ticks, held_ms = held_ms + excluded.held_ms`;

/** When the oldest decision ended, of rows that with the least id: ids grow with time. */
const oldest = `
  SELECT min(ended) FROM (
    SELECT * FROM (SELECT from_ms + held_ms AS ended FROM decision_row ORDER BY id LIMIT 1)
    UNION ALL SELECT min(first_end_ms) FROM decision_pack)`;

const orphans = [
  `DELETE FROM decision_form WHERE id NOT IN (SELECT form FROM decision_row)`,
  `DELETE FROM decision_text WHERE id NOT IN (
    SELECT scope FROM decision_row UNION SELECT profile FROM decision_row UNION SELECT before FROM decision_row
    UNION SELECT after FROM decision_row UNION SELECT readback FROM decision_row WHERE readback IS NOT NULL)`,
] as const;

/** Turns decisions that are older than they are kept into their day's summary, whole days of UTC, oldest first; events just go. Each step is a transaction. */
export function* retainDecisions(db: Database, writer: DecisionWriter, now: number, keepMs: number): Generator<void> {
  if (keepMs === Number.POSITIVE_INFINITY) return;
  const wanted = now - keepMs;
  const first: unknown = db.prepare(oldest).pluck().get();
  if (typeof first === 'number') {
    const bounded = Math.min(wanted, first + mostAtOnceMs);
    const before = bounded - (bounded % dayMs);
    let removed = 0;
    const packBefore = (): number | undefined => db.transaction(() => onePack(db, writer, before, now))();
    for (let more = packBefore(); more !== undefined; more = packBefore()) {
      removed += more;
      yield;
    }
    for (let more = chunk; more > 0; removed += more) {
      more = chunkBefore(db, before);
      yield;
    }
    if (removed > 0) removeOrphans(db, writer);
  }
  const firstEvent: unknown = db.prepare('SELECT min(at_ms) FROM event').pluck().get();
  if (typeof firstEvent === 'number') {
    db.prepare('DELETE FROM event WHERE at_ms < ?').run(Math.min(wanted, firstEvent + mostAtOnceMs));
  }
}

/** How many rows went with one pack, those of them that are kept longer are rows again; undefined where no pack holds any that goes. */
function onePack(db: Database, writer: DecisionWriter, before: number, now: number): number | undefined {
  const last = openPack(db, writer, before, now);
  return last === undefined ? undefined : summarise(db, last, before);
}

/** How many of the oldest rows went. Rows were written in time's order, but for a clock that was set. */
function chunkBefore(db: Database, before: number): number {
  const last: unknown = db
    .prepare('SELECT max(id) FROM (SELECT id FROM decision_row ORDER BY id LIMIT ?)')
    .pluck()
    .get(chunk);
  return typeof last !== 'number' ? 0 : db.transaction(() => summarise(db, last, before))();
}

function summarise(db: Database, last: number, before: number): number {
  db.prepare(summary).run({ last, before });
  return db.prepare(`DELETE FROM decision_row WHERE ${chosen}`).run({ last, before }).changes;
}

/** No step of its own: the next batch must not write numbers of texts that are gone. */
function removeOrphans(db: Database, writer: DecisionWriter): void {
  try {
    for (const sql of orphans) db.exec(sql);
  } finally {
    writer.forget();
  }
}
