import type { Database } from 'better-sqlite3';
import { dayMs } from '../rollup/level.js';
import { maxPerRunMs } from '../rollup/retain-levels.js';
import type { DecisionRecord } from './decision-record.js';
import type { DecisionWriter } from './decision-writer.js';
import { type PackRow, unpacked } from './pack.js';

/** Rows of one transaction: they take the writer's thread some 50 ms. */
const chunk = 2000;

/** A code may end with a detail after a colon. It is cut off, or each row would get a summary of its own. */
const because = `(
  SELECT coalesce(group_concat(cause, ', '), '') FROM (
    SELECT DISTINCT json_extract(value, '$.rule') || ' '
      || substr(json_extract(value, '$.code'), 1, instr(json_extract(value, '$.code') || ':', ':') - 1) AS cause
    FROM json_each(f.reasons) ORDER BY cause))`;

const chosen = 'id <= :last AND from_ms + held_ms < :before';

/** A form is decoded once a day, not with each of its rows. */
const summary = `
  INSERT INTO decision_day (day_ms, scope, mode, profile, because, decisions, ticks, held_ms)
  SELECT day, s.text, CASE govern WHEN 1 THEN 'govern' ELSE 'observe' END, p.text, ${because} AS why, sum(n), sum(ticks), sum(duration)
  FROM (
    SELECT from_ms - from_ms % ${dayMs} AS day, scope, govern, profile, form, count(*) AS n, sum(ticks) AS ticks, sum(held_ms) AS duration
    FROM decision_row WHERE ${chosen} GROUP BY day, scope, govern, profile, form)
  JOIN decision_text s ON s.id = scope JOIN decision_text p ON p.id = profile JOIN decision_form f ON f.id = form
  WHERE true GROUP BY day, s.text, govern, p.text, why
  ON CONFLICT DO UPDATE SET decisions = decisions + excluded.decisions, ticks = ticks + excluded.ticks, held_ms = held_ms + excluded.held_ms`;

/** When the oldest decision ended. Of the rows it is the one with the least id, since ids grow with time. */
const oldest = `
  SELECT min(ended) FROM (
    SELECT * FROM (SELECT from_ms + held_ms AS ended FROM decision_row ORDER BY id LIMIT 1)
    UNION ALL SELECT min(first_end_ms) FROM decision_pack)`;

const lost = `
  INSERT INTO event (run, at_ms, kind, what, detail)
  VALUES ((SELECT max(id) FROM run), ?, 'journal', 'a pack of old decisions could not be read and was removed', ?)`;

const orphans = [
  `DELETE FROM decision_form WHERE id NOT IN (SELECT form FROM decision_row)`,
  `DELETE FROM decision_text WHERE id NOT IN (
    SELECT scope FROM decision_row UNION SELECT profile FROM decision_row UNION SELECT before FROM decision_row
    UNION SELECT after FROM decision_row UNION SELECT readback FROM decision_row WHERE readback IS NOT NULL)`,
] as const;

/** Replaces decisions past their retention by a summary of their day (whole days of UTC, oldest first) and removes old events. Each step is a transaction. */
export function* retainDecisions(db: Database, writer: DecisionWriter, now: number, keepMs: number): Generator<void> {
  if (keepMs === Number.POSITIVE_INFINITY) return;
  const wanted = now - keepMs;
  const first: unknown = db.prepare(oldest).pluck().get();
  if (typeof first === 'number') {
    const bounded = Math.min(wanted, first + maxPerRunMs);
    const before = bounded - (bounded % dayMs);
    let removed = 0;
    const nextPack = (): number | undefined => db.transaction(() => summarisePack(db, writer, before, now))();
    for (let more = nextPack(); more !== undefined; more = nextPack()) {
      removed += more;
      yield;
    }
    for (let more = chunk; more > 0; removed += more) {
      more = summariseChunk(db, before);
      yield;
    }
    if (removed > 0) removeOrphans(db, writer);
  }
  const firstEvent: unknown = db.prepare('SELECT min(at_ms) FROM event').pluck().get();
  if (typeof firstEvent === 'number') {
    db.prepare('DELETE FROM event WHERE at_ms < ?').run(Math.min(wanted, firstEvent + maxPerRunMs));
  }
}

/** Unpacks one pack and removes its old rows. @returns how many were removed; undefined if no pack has old rows. */
function summarisePack(db: Database, writer: DecisionWriter, before: number, now: number): number | undefined {
  const last = openPack(db, writer, before, now);
  return last === undefined ? undefined : summarise(db, last, before);
}

/** Removes a chunk of the oldest rows and returns how many it was. Rows are in order of time, unless the clock was set. */
function summariseChunk(db: Database, before: number): number {
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

/**
 * Turns the next pack in which a decision ended before `before` into rows again, since the summary is made of rows. Call it within a transaction.
 * @returns the id of the newest row; undefined if there is no such pack.
 */
function openPack(db: Database, writer: DecisionWriter, before: number, now: number): number | undefined {
  const pack = db
    .prepare<[number], PackRow>(
      'SELECT id, scope, content FROM decision_pack WHERE first_end_ms < ? ORDER BY first_end_ms LIMIT 1',
    )
    .get(before);
  if (pack === undefined) return undefined;
  db.prepare('DELETE FROM decision_pack WHERE id = ?').run(pack.id);
  const records = recordsOf(pack);
  if (records === undefined) db.prepare(lost).run(now, JSON.stringify({ pack: pack.id, scope: pack.scope }));
  for (const record of records ?? []) writer.insert(pack.scope, record);
  return pack.id;
}

/** Undefined if the disk damaged the pack: other old decisions must go nevertheless. */
function recordsOf({ content }: PackRow): DecisionRecord[] | undefined {
  try {
    return unpacked(content);
  } catch {
    return undefined;
  }
}

/** Not a step of its own: the next batch must not refer to texts that are gone. */
function removeOrphans(db: Database, writer: DecisionWriter): void {
  try {
    for (const sql of orphans) db.exec(sql);
  } finally {
    writer.forget();
  }
}
