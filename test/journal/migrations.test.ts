import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { journalVersion, type Migration, migrate, migrations } from '../../src/journal/migrations.js';
import { journalIn, scratch } from './support.js';

const second: Migration = { what: 'a colour', sql: "ALTER TABLE run ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'" };
const broken: Migration = {
  what: 'fails half way',
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
      'decision',
      'energy_10s',
      'event',
      'experiment',
      'experiment_period',
      'gap',
      'machine',
      'run',
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

  it('leaves the journal as it was when a step fails', () => {
    migrate(db);
    expect(() => migrate(db, [...migrations, second, broken])).toThrow(/already exists/);
    expect(journalVersion(db)).toBe(migrations.length);
    expect(tables()).not.toContain('half');
  });

  it('refuses a journal of a newer version', () => {
    migrate(db, [...migrations, second]);
    expect(() => migrate(db)).toThrow(
      `is a journal of version ${migrations.length + 1}, this program knows up to ${migrations.length}; use the newer lattice-governor`,
    );
  });

  it("refuses another program's database", () => {
    db.exec('CREATE TABLE bookmarks (url TEXT)');
    expect(() => migrate(db)).toThrow(/is a database of another program \(application_id 0, expected \d+\)/);
    expect(tables()).toEqual(['bookmarks']);
  });
});
