import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../../src/journal/migrations/migrations.js';
import { JournalReader } from '../../../src/journal/query/query.js';
import { openForReading } from '../../../src/journal/query/reading.js';
import { openJournal } from '../../../src/journal/writer/opening.js';
import { Writer } from '../../../src/journal/writer/writer.js';
import { batch, compiled, decision, journalIn, runRow, scratch } from '../support.js';

const child = fileURLToPath(new URL('../children/read.mjs', import.meta.url));

let dir: string;
let path: string;
beforeEach(() => {
  dir = scratch();
  path = journalIn(dir);
});

/** A journal with one row in the file and one that is only in the -wal file; open as a running daemon has it. */
function live(): { close(): void } {
  const { db } = openJournal(path, 0);
  const writer = new Writer(db);
  writer.begin(runRow);
  writer.write(batch({ decisions: [decision()] }));
  db.pragma('wal_checkpoint(TRUNCATE)');
  writer.write(batch({ decisions: [decision({ key: 2 })] }));
  return db;
}

const keys = (at = path): number[] => {
  const reader = new JournalReader(at);
  try {
    return reader.decisions().map(row => row.key);
  } finally {
    reader.close();
  }
};

describe('openForReading', () => {
  it('reads beside the daemon, and after it', () => {
    const daemon = live();
    expect(keys()).toEqual([2, 1]);
    daemon.close();
    expect(keys()).toEqual([2, 1]);
  });

  it('reads where it may not write: beside the daemon, what a killed one left, and what a stopped one left', () => {
    const asOther = (at: string): unknown =>
      JSON.parse(execFileSync(process.execPath, [child, compiled('query/query'), at], { encoding: 'utf8' }));
    const both = { keys: [2, 1], integrity: [] };
    const daemon = live();
    const killed = scratch();
    for (const part of ['', '-wal']) copyFileSync(path + part, journalIn(killed) + part);
    for (const each of [dir, killed]) chmodSync(each, 0o555);
    expect(asOther(path)).toEqual(both);
    expect(asOther(journalIn(killed))).toEqual(both);
    expect(readdirSync(killed).sort()).toEqual(['journal.db', 'journal.db-wal']);
    chmodSync(dir, 0o755);
    daemon.close();
    chmodSync(dir, 0o555);
    expect(asOther(path)).toEqual(both);
    for (const each of [dir, killed]) chmodSync(each, 0o755);
  });

  it('says that there is none', () => {
    expect(() => openForReading(path)).toThrow(`${path}: no journal there; expected the file that latticed writes`);
  });

  it('says that it is no journal', () => {
    writeFileSync(path, 'x'.repeat(1000));
    expect(() => openForReading(path)).toThrow(`${path}: cannot be read: file is not a database`);
  });

  it('refuses a newer journal and an older one', () => {
    const later = [...migrations, { name: 'a later step', sql: 'CREATE TABLE later (id INTEGER)' }];
    openJournal(path, 0).db.close();
    expect(() => openForReading(path, later)).toThrow(
      `is a journal of version ${migrations.length}, expected ${later.length}; start latticed once to bring it forward`,
    );
    openJournal(path, 0, later).db.close();
    expect(() => openForReading(path)).toThrow(
      `is a journal of version ${later.length}, this program knows up to ${migrations.length}`,
    );
  });
});

it('tells what is wrong with a damaged journal', () => {
  live().close();
  const bytes = readFileSync(path);
  writeFileSync(path, bytes.fill(0xa5, 8192, 16_384));
  const reader = new JournalReader(path);
  expect(reader.integrity().join()).toMatch(/malformed|invalid page|Tree/);
  reader.close();
});
