import type { Database } from 'better-sqlite3';
import { DecisionWriter } from '../decisions/decision-writer.js';
import { type DecisionColumns, decodeDecision } from '../decisions/decode.js';

/** Rows at once in memory. */
const chunk = 1000;

/** Brings the decisions of before version 5 into its tables. */
export function moveDecisions(db: Database): void {
  const writer = new DecisionWriter(db);
  const next = db.prepare<[number, number], DecisionColumns>(
    'SELECT * FROM decision_before WHERE id > ? ORDER BY id LIMIT ?',
  );
  for (let last = 0; ; ) {
    const rows = next.all(last, chunk).map(decodeDecision);
    for (const row of rows) writer.add(row.run, row);
    const newest = rows.at(-1);
    if (newest === undefined) break;
    last = newest.id;
  }
  db.exec('DROP TABLE decision_before');
}
