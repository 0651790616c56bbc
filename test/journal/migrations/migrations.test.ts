import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { journalVersion, migrate } from '../../../src/journal/migrations/migrate.js';
import type { Migration } from '../../../src/journal/migrations/migration.js';
import { migrations } from '../../../src/journal/migrations/migrations.js';
import { Writer } from '../../../src/journal/writer/writer.js';
import { batch, energy, journalIn, reason, scratch } from '../support.js';

const second: Migration = { name: 'a colour', sql: "ALTER TABLE run ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'" };
const broken: Migration = {
  name: 'fails half way',
  sql: 'CREATE TABLE half (id INTEGER); CREATE TABLE run (id INTEGER)',
};
const addRun =
  "INSERT INTO run (started_ms, until_ms, boot_id, version, machine, simulated) VALUES (1, 2, 'b', 'v', 'm', 0)";

let db: Database.Database;
beforeEach(() => {
  db = new Database(journalIn(scratch()));
});

const tables = (): unknown[] =>
  db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all();

describe('migrate', () => {
  it('makes the stable tables', () => {
    migrate(db);
    expect(tables()).toEqual([
      ...[
        'conditions',
        'decision_day',
        'decision_form',
        'decision_pack',
        'decision_row',
        'decision_text',
        'event',
        'experiment',
        'experiment_period',
        'experiment_work',
        'gap',
        'level',
      ],
      ...['machine', 'run', 'series', 'slot_10s', 'slot_15min', 'slot_1day', 'slot_1h', 'slot_1min'],
      ...['usage_15min', 'usage_1day', 'usage_1h', 'usage_1min', 'usage_name'],
    ]);
    expect(journalVersion(db)).toBe(migrations.length);
  });

  it('brings version 1 to version 2 and keeps its rows', () => {
    const first = migrations.slice(0, 1);
    migrate(db, first);
    db.exec(addRun);
    migrate(db, [...first, second]);
    expect(journalVersion(db, [...first, second])).toBe(2);
    expect(db.prepare('SELECT id, boot_id, colour FROM run').all()).toEqual([{ id: 1, boot_id: 'b', colour: 'grey' }]);
    migrate(db, [...first, second]);
  });

  it('keeps the energy and the heat of version 1, and brings them into every level', () => {
    migrate(db, migrations.slice(0, 1));
    db.exec(addRun);
    db.exec(`INSERT INTO energy_10s VALUES (0, 'package0', 1, 700, 10000, 90, 61000), (0, 'psys', 1, 900, 10000, 120, 64000),
      (50000, 'package0', 1, 300, 9000, 70, NULL), (890000, 'package0', 1, 5, 10000, 60, NULL)`);
    migrate(db);
    const run = { started: 1, bootId: 'b', version: 'v', machine: 'm', simulated: false };
    const writer = new Writer(db);
    writer.begin(run);
    writer.write(batch({ slots: [energy({ slot: 1_800_000, integral: 1 })] }));
    const level = (name: string): unknown[] =>
      db
        .prepare(`SELECT slot_ms, name, integral, measured_ms, max, source FROM history_${name} ORDER BY 1, 2`)
        .raw()
        .all();
    const hottest = [0, 'hottest', 0, 0, 64_000, 'unknown'];
    expect(level('15min')).toEqual([
      hottest,
      [0, 'package0', 1005, 29_000, 90, 'unknown'],
      [0, 'psys', 900, 10_000, 120, 'unknown'],
    ]);
    expect(level('1min')).toContainEqual([840_000, 'package0', 5, 10_000, 60, 'unknown']);
  });

  it('keeps the decisions of version 4 as they were', () => {
    migrate(db, migrations.slice(0, 4));
    db.exec(addRun);
    const reasons = [
      { ...reason, facts: { share: 0.041, top_khz: 4_600_000, when: 'on battery', off: null } },
      { ...reason, control: 'min_freq', bound: 'min', facts: {} },
    ];
    const limits = { max_freq: 4_000_000, epp: 'power' };
    const columns = [
      limits,
      { max_freq: 3_999_000 },
      { epp: 'power' },
      reasons,
      { busy: 0.25, psys_w: -3, cpu_khz: 2e6 },
    ];
    const add = db.prepare(`
      INSERT INTO decision (run, key, scope, from_ms, until_ms, ticks, mode, profile, before, after, readback, reasons, features)
      VALUES (1, ?, 'policy0', 1700000000000, 1700000000900, 10, ?, 'balanced', ?, ?, ?, ?, ?)`);
    const many = db.transaction(() => {
      for (let key = 1; key <= 2500; key++) add.run(key, 'observe', ...columns.map(c => JSON.stringify(c)));
    });
    many();
    add.run(2501, 'govern', '{}', '{}', null, '[]', '{}');
    const all = (): unknown[] =>
      db
        .prepare(`SELECT run, key, scope, from_ms, until_ms, ticks, mode, profile, before, after, readback, reasons, features
          FROM decision ORDER BY id`)
        .all();
    const before = all();
    migrate(db);
    expect(all()).toEqual(before);
    expect(before).toHaveLength(2501);
    expect(tables()).not.toContain('decision_before');
  });

  it('makes hours and days of the quarters of version 5, as far as they are whole, and fills them on', () => {
    migrate(db, migrations.slice(0, 5));
    db.exec(addRun);
    const [hour, day] = [3_600_000, 86_400_000];
    db.exec(`INSERT INTO series VALUES (5, 'energy', 'package0'); INSERT INTO conditions VALUES (7, 'govern', 'b', 'mains', 'g');
      UPDATE level SET filled_to_ms = ${2 * day + hour + 900_000}, kept_from_ms = 900000`);
    const add = db.prepare('INSERT INTO slot_15min VALUES (5, ?, 7, ?, 900000, ?, ?)');
    for (const [i, at] of [900_000, day - 900_000, day, 2 * day, 2 * day + hour].entries())
      add.run(at, 10 ** i, i, 9 - i);
    migrate(db);
    const level = (name: string): unknown[] =>
      db.prepare(`SELECT slot_ms, integral, measured_ms, min, max FROM slot_${name} ORDER BY 1`).raw().all();
    const days = [
      [0, 11, 1_800_000, 0, 9],
      [day, 100, 900_000, 2, 7],
    ];
    expect(level('1day')).toEqual(days);
    expect(level('1h').map(row => (row as number[])[0])).toEqual([0, day - hour, day, 2 * day]);
    const writer = new Writer(db);
    writer.begin({ started: 1, bootId: 'b', version: 'v', machine: 'm', simulated: false });
    writer.write(batch({ slots: [energy({ slot: 3 * day, integral: 1 })] }));
    expect(level('1day')).toEqual([...days, [2 * day, 11_000, 1_800_000, 3, 6]]);
  });

  it('leaves the journal as it was when a step fails', () => {
    migrate(db);
    expect(() => migrate(db, [...migrations, second, broken])).toThrow(/already exists/);
    expect(journalVersion(db)).toBe(migrations.length);
    expect(tables()).not.toContain('half');
  });

  it('refuses a journal of a newer version', () => {
    migrate(db, [...migrations, second]);
    expect(() => migrate(db)).toThrow(
      `is a journal of version ${migrations.length + 1}, this program knows up to ${migrations.length}; use the newer`,
    );
  });

  it("refuses another program's database", () => {
    db.exec('CREATE TABLE bookmarks (url TEXT)');
    expect(() => migrate(db)).toThrow(/is a database of another program \(application_id 0, expected \d+\)/);
    expect(tables()).toEqual(['bookmarks']);
  });
});
