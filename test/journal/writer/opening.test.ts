import { existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../../src/journal/migrations/migrations.js';
import { openJournal } from '../../../src/journal/writer/opening.js';
import { Writer } from '../../../src/journal/writer/writer.js';
import { batch, decision, journalIn, rows, runRow, scratch } from '../support.js';

const now = Date.UTC(2026, 0, 1);
const movedTo = '.corrupt-20260101T000000Z';

let path: string;
beforeEach(() => {
  path = journalIn(scratch());
});

/** A sound journal of some hundred pages. */
function filled(): void {
  const { db } = openJournal(path, now);
  const writer = new Writer(db);
  writer.begin(runRow);
  writer.write(
    batch({
      decisions: Array.from({ length: 2000 }, (_, i) =>
        decision({ key: i + 1, from: i * 1000, until: i * 1000 + 900 }),
      ),
    }),
  );
  db.close();
}

function overwrite(offset: number, length: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0xa5, offset, offset + length);
  writeFileSync(path, bytes);
}

describe('openJournal', () => {
  it('creates directory and file', () => {
    path = join(scratch(), 'a/b/journal.db');
    const { db, movedAside } = openJournal(path, now);
    expect(movedAside).toBeUndefined();
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(db.pragma('synchronous', { simple: true })).toBe(1);
    expect(db.pragma('auto_vacuum', { simple: true })).toBe(2);
    db.close();
  });

  it('opens what is there and keeps its rows', () => {
    filled();
    const { db, movedAside } = openJournal(path, now);
    expect(movedAside).toBeUndefined();
    expect(db.prepare('SELECT count(*) FROM decision').pluck().get()).toBe(2000);
    db.close();
  });

  it('takes an empty file for a new journal', () => {
    writeFileSync(path, '');
    const { db, movedAside } = openJournal(path, now);
    expect(movedAside).toBeUndefined();
    db.close();
  });

  it.each([
    ['a garbage header', () => overwrite(0, 100)],
    ['a truncated file', () => truncateSync(path, 20_000)],
    ['a file cut within its header', () => truncateSync(path, 60)],
    ['garbage in the middle', () => overwrite(40_960, 40_960)],
    ['a text file', () => writeFileSync(path, 'not a database at all\n'.repeat(100))],
  ])('moves %s aside and begins anew', (_what, damage) => {
    filled();
    damage();
    const damaged = readFileSync(path);
    const { db, movedAside } = openJournal(path, now);
    expect(movedAside).toBe(path + movedTo);
    expect(readFileSync(path + movedTo).equals(damaged)).toBe(true);
    expect(db.prepare('SELECT count(*) FROM decision').pluck().get()).toBe(0);
    db.close();
  });

  it("takes a corrupt journal's -wal along, so that the new one does not inherit it", () => {
    filled();
    overwrite(0, 100);
    writeFileSync(`${path}-wal`, 'old');
    openJournal(path, now).db.close();
    expect(readFileSync(`${path}${movedTo}-wal`, 'utf8')).toBe('old');
    expect(existsSync(`${path}-wal`)).toBe(false);
  });

  it('refuses a newer journal and leaves it alone', () => {
    const newer = [...migrations, { name: 'a later step', sql: 'CREATE TABLE later (id INTEGER)' }];
    openJournal(path, now, newer).db.close();
    const bytes = readFileSync(path);
    expect(() => openJournal(path, now)).toThrow(`${path}: is a journal of version ${newer.length}`);
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it("refuses another program's database and leaves it alone", () => {
    new Database(path).exec('CREATE TABLE bookmarks (url TEXT)').close();
    const bytes = readFileSync(path);
    expect(() => openJournal(path, now)).toThrow('is a database of another program');
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('throws what may pass by itself', () => {
    const dir = scratch();
    writeFileSync(join(dir, 'file'), '');
    expect(() => openJournal(join(dir, 'file/journal.db'), now)).toThrow(/ENOTDIR|EEXIST/);
    mkdirSync(path);
    expect(() => openJournal(path, now)).toThrow(/unable to open database file/);
  });
});

it('is readable with plain SQL', () => {
  filled();
  expect(rows(path, 'SELECT scope, after FROM decision LIMIT 1')).toEqual([
    { scope: 'policy0', after: '{"max_freq":2400000,"epp":"balance_performance"}' },
  ]);
});
