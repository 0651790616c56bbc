import type { Database } from 'better-sqlite3';
import type { DecisionRecord } from './decision-record.js';
import type { DecisionWriter } from './decision-writer.js';
import { type PackRow, unpacked } from './pack.js';

const lost = `
  INSERT INTO event (run, at_ms, kind, what, detail)
  VALUES ((SELECT max(id) FROM run), ?, 'journal', 'a pack of old decisions could not be read and was removed', ?)`;

/**
 * Makes rows again of the next pack in which any had ended before `before`, since the summary is made of rows; to be called within a transaction.
 * Tells the newest one's id, undefined where there is no such pack.
 */
export function openPack(db: Database, writer: DecisionWriter, before: number, now: number): number | undefined {
  const pack = db
    .prepare<[number], PackRow>(
      'SELECT id, scope, content FROM decision_pack WHERE first_end_ms < ? ORDER BY first_end_ms LIMIT 1',
    )
    .get(before);
  if (pack === undefined) return undefined;
  db.prepare('DELETE FROM decision_pack WHERE id = ?').run(pack.id);
  const lines = linesOf(pack);
  if (lines === undefined) db.prepare(lost).run(now, JSON.stringify({ pack: pack.id, scope: pack.scope }));
  for (const line of lines ?? []) writer.insert(pack.scope, line);
  return pack.id;
}

/** Undefined where the disk damaged it: what else is old has to go nevertheless. */
function linesOf({ content }: PackRow): DecisionRecord[] | undefined {
  try {
    return unpacked(content);
  } catch {
    return undefined;
  }
}
