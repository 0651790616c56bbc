import Database from 'better-sqlite3';
import { migrate } from '../../../src/journal/migrations/migrate.js';
import { migrations } from '../../../src/journal/migrations/migrations.js';

const reason = {
  control: 'max_freq',
  bound: 'max',
  priority: 'governor',
  rule: 'strict-cap',
  code: 'latency',
  facts: { share: 0.041, top_khz: 4_600_000, when: 'on battery' },
};
const json = (value: unknown): string => `'${JSON.stringify(value)}'`;

/** Rows that a journal of each version was given while it was the newest: the SQL of its own tables, by version. */
const rows: Readonly<Record<number, string>> = {
  1: `
    INSERT INTO run VALUES (1, 1000, 9000, 9000, 'boot-1', '0.1.0', 'linux', 0);
    INSERT INTO decision VALUES (1, 1, 1, 'policy0', 1000, 1900, 10, 'govern', 'balanced', ${json({ max_freq: 4e6 })},
      ${json({ max_freq: 2.4e6, epp: 'power' })}, ${json({ max_freq: 2_399_000 })}, ${json([reason])}, ${json({ busy: 0.25 })});
    INSERT INTO decision VALUES (2, 1, 2, 'policy0', 2000, 2900, 10, 'observe', 'balanced', '{}', '{}', NULL,
      ${json([reason, { ...reason, control: 'min_freq', bound: 'min' }])}, '{}');
    INSERT INTO energy_10s VALUES (0, 'package0', 1, 700, 10000, 90, 61000), (890000, 'psys', 1, 5, 10000, 60, NULL);
    INSERT INTO gap VALUES (1, 1, 3000, 4000, 'suspend');
    INSERT INTO event VALUES (1, 1, 5000, 'drift', 'max_freq', '{"wanted":1}');
    INSERT INTO machine VALUES (1, 1, 1000, '{"cpu":"x"}');`,
  2: `
    INSERT OR IGNORE INTO series (kind, name) VALUES ('energy', 'package0'), ('temperature', 'hottest');
    INSERT INTO conditions VALUES (7, 'govern', 'balanced', 'mains', 'schedutil');
    INSERT INTO slot_10s SELECT 7200000, id, 7, 1, 0, 42000, 10000, 3000, 5100 FROM series WHERE name = 'package0';
    INSERT INTO slot_1min SELECT id, 3600000, 7, 42000, 60000, 3000, 5100 FROM series WHERE name = 'package0';
    INSERT INTO slot_15min SELECT id, at, 7, 99, 900000, 3, 5 FROM series, (SELECT 0 AS at UNION SELECT 900000 UNION SELECT 3600000)
      WHERE name = 'package0';
    UPDATE level SET kept_from_ms = 60000, filled_to_ms = 90000000;`,
  3: `INSERT INTO decision_day VALUES (0, 'policy0', 'govern', 'balanced', 'thermal near-trip', 3, 30, 2700);`,
  4: `
    INSERT INTO experiment VALUES (1000, 'balanced', 'kernel', 600000, 60000, 28800000, 7, 'instructions', 5000, 'done');
    INSERT INTO experiment_period VALUES (1000, 0, 'b', 1000, 2000, 5, 1e12, 900, NULL, 'suspend');`,
  5: `
    INSERT OR IGNORE INTO decision_text (id, text) VALUES (50, 'policy4'), (51, 'quiet'), (52, '{"epp":"power"}');
    INSERT INTO decision_form VALUES (50, '[{"rule":"r","facts":{"busy":0}}]', '{"busy":1}');
    INSERT INTO decision_row VALUES (4294967299, 50, 3000, 900, 10, 1, 51, 52, 52, NULL, 50, '46e5,0.5');`,
  6: `INSERT OR IGNORE INTO slot_1h SELECT id, 0, 7, 99, 3600000, 3, 5 FROM series WHERE name = 'package0';`,
  7: `INSERT INTO decision_pack VALUES (4294967298, 'policy9', 0, 10, 20, '[[0,2]]', x'0102');`,
  8: `
    INSERT INTO usage_name VALUES (1, 'application', 'firefox'), (2, 'idle', '');
    INSERT INTO usage_1min VALUES (60000, 1, 0, 1, 5000, 1200), (60000, 1, 0, 2, NULL, 60000);
    INSERT INTO usage_1h VALUES (0, 1, 5000, 1200);`,
  9: `INSERT INTO experiment_work VALUES (1000, 0, 'b', 'tokens', 12.5, 11);`,
};

/** A journal that was in use at every version up to `version`. */
export function oldJournal(version: number): Database.Database {
  const db = new Database(':memory:');
  for (let step = 1; step <= version; step++) {
    migrate(db, migrations.slice(0, step));
    db.exec(rows[step] ?? '');
  }
  return db;
}

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

const schemaRows = (db: Database.Database): SchemaRow[] =>
  db.prepare<[], SchemaRow>('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').all();

/** All tables, indices and views as SQLite keeps them. */
export const schemaOf = (db: Database.Database): string =>
  schemaRows(db)
    .map(({ type, name, sql }) => `-- ${type} ${name}\n${sql ?? ''}\n`)
    .join('');

/** All rows of all tables and views that have any, one JSON array a line. */
export function contentOf(db: Database.Database): string {
  const lines = schemaRows(db)
    .filter(({ type }) => type !== 'index')
    .flatMap(({ name }) => {
      const all = db.prepare<[], unknown[]>(`SELECT * FROM ${name}`).raw().all();
      return all.length === 0 ? [] : [name, ...all.map(row => `  ${JSON.stringify(row)}`)];
    });
  return `${lines.join('\n')}\n`;
}
