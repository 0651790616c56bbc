import { closeSync, existsSync, openSync, readdirSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, it } from 'vitest';
import { defaultRetention } from '../../../src/journal/retention.js';
import { Backlog } from '../../../src/journal/writer/backlog.js';
import { RetryingWriter } from '../../../src/journal/writer/retrying-writer.js';
import { batch, decision, energy, journalIn, rows, runRow, scratch } from '../support.js';

const now = Date.UTC(2026, 0, 1);

let dir: string;
let path: string;
beforeEach(() => {
  dir = scratch();
  path = journalIn(dir);
});

function begun(at = path, backlog?: Backlog): RetryingWriter {
  const writer = new RetryingWriter(at, () => now, backlog);
  writer.begin(runRow);
  return writer;
}

const count = (table: string): unknown => rows(path, `SELECT count(*) AS n FROM ${table}`)[0]?.n;

describe('a disk that works', () => {
  it('writes at once and ends the run', () => {
    const writer = begun();
    writer.write(batch({ decisions: [decision()] }));
    expect(count('decision')).toBe(1);
    expect(writer.health()).toEqual({ path, failure: undefined, movedAside: undefined });
    expect(writer.retryInMs).toBeUndefined();
    writer.close();
    expect(readdirSync(dir)).toEqual(['journal.db']);
    expect(rows(path, 'SELECT ended_ms FROM run')).toEqual([{ ended_ms: now }]);
  });

  it('keeps what comes before the run begins', () => {
    const writer = new RetryingWriter(path, () => now);
    writer.write(batch({ decisions: [decision()] }));
    writer.inventory({ cpu: 'x' });
    expect(existsSync(path)).toBe(false);
    writer.begin(runRow);
    expect([count('decision'), count('machine')]).toEqual([1, 1]);
  });
});

describe('a disk that does not', () => {
  it('says why, keeps the rows and writes them when it works again', () => {
    writeFileSync(join(dir, 'state'), 'a file in the place of the directory');
    path = journalIn(join(dir, 'state'));
    const writer = begun();
    writer.write(batch({ decisions: [decision()] }));
    writer.inventory({ cpu: 'x' });
    expect(writer.health().failure).toContain(`${path}: the state directory is no directory`);
    rmSync(join(dir, 'state'));
    writer.retry();
    expect(writer.health().failure).toBeUndefined();
    expect([count('decision'), count('machine'), count('event')]).toEqual([1, 1, 0]);
  });

  it('names missing permission', () => {
    // Not even root may make a directory in /sys.
    expect(begun('/sys/lattice-test/journal.db').health().failure).toMatch(/no permission|not writable/);
  });

  it('waits longer from retry to retry, 60 s at most, and not at all when it works again', () => {
    writeFileSync(join(dir, 'state'), '');
    path = journalIn(join(dir, 'state'));
    const writer = begun();
    const waits = Array.from({ length: 8 }, () => {
      const wait = writer.retryInMs;
      writer.retry();
      writer.write(batch());
      return wait;
    });
    expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
    rmSync(join(dir, 'state'));
    writer.retry();
    expect(writer.retryInMs).toBeUndefined();
  });

  it('records what it had to give up', () => {
    writeFileSync(join(dir, 'state'), '');
    path = journalIn(join(dir, 'state'));
    const writer = begun(path, new Backlog(2));
    for (const key of [1, 2, 3, 4, 5]) writer.write(batch({ decisions: [decision({ key })] }));
    expect(writer.health().failure).toMatch(/; 3 rows given up$/);
    rmSync(join(dir, 'state'));
    writer.retry();
    expect(rows(path, 'SELECT key FROM decision')).toEqual([{ key: 4 }, { key: 5 }]);
    const [event] = rows(path, 'SELECT at_ms, kind, detail FROM event');
    expect(event).toMatchObject({ at_ms: now, kind: 'journal' });
    expect(JSON.parse(String(event?.detail))).toMatchObject({
      rows: 3,
      failure: expect.stringContaining('no directory'),
    });
    writer.write(batch());
    expect(count('event')).toBe(1);
  });

  it('says that another process holds the lock, and goes on afterwards', () => {
    const writer = begun();
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    writer.write(batch({ decisions: [decision()] }));
    expect(writer.health().failure).toContain('locked by another process');
    other.exec('ROLLBACK').close();
    writer.retry();
    expect(count('decision')).toBe(1);
  });
});

it('gives up rows that the journal refuses, and says so, but goes on with the next', () => {
  const writer = begun();
  writer.write(batch({ slots: [energy({ integral: Number.NaN })] }));
  expect(writer.health().failure).toMatch(/NOT NULL constraint failed.*; 1 rows given up/);
  writer.write(batch({ slots: [energy()] }));
  expect(writer.health().failure).toBeUndefined();
  expect([count('slot_10s'), count('event')]).toEqual([1, 1]);
});

it('refuses a journal of a newer version, keeps it and says so', () => {
  begun().close();
  new Database(path).exec('PRAGMA user_version = 99').close();
  const writer = begun();
  writer.write(batch({ decisions: [decision()] }));
  expect(writer.health()).toEqual({
    path,
    failure: expect.stringContaining('is a journal of version 99'),
    movedAside: undefined,
  });
  expect(count('decision')).toBe(0);
});

describe('a journal that is damaged', () => {
  it('is moved aside when it is opened', () => {
    writeFileSync(path, 'x'.repeat(5000));
    const writer = begun();
    writer.write(batch({ decisions: [decision()] }));
    expect(writer.health()).toEqual({ path, failure: undefined, movedAside: `${path}.corrupt-20260101T000000Z` });
    expect(count('decision')).toBe(1);
  });

  it('is moved aside in the middle of a run, which goes on in the new one', () => {
    const writer = begun();
    writer.inventory({ cpu: 'x' });
    // Enough rows that a write has to read pages back, which the writer's small cache no longer holds.
    const many = Array.from({ length: 8000 }, (_, i) => decision({ key: i + 1, from: i }));
    writer.write(batch({ decisions: many }));
    new Database(path).pragma('wal_checkpoint(TRUNCATE)');
    const file = openSync(path, 'r+');
    writeSync(file, Buffer.alloc(4_000_000, 0xa5), 0, 4_000_000, 4096);
    closeSync(file);
    writer.write(batch({ decisions: many.slice(0, 100).map(row => ({ ...row, ticks: 99 })) }));
    expect(writer.health().movedAside).toBe(`${path}.corrupt-20260101T000000Z`);
    writer.retry();
    writer.write(batch({ decisions: [decision({ key: 8001 })] }));
    expect(writer.health()).toMatchObject({ failure: undefined, movedAside: `${path}.corrupt-20260101T000000Z` });
    expect(rows(path, 'SELECT count(*) AS n, max(key) AS newest FROM decision')).toEqual([{ n: 101, newest: 8001 }]);
    expect([count('run'), count('machine')]).toEqual([1, 1]);
  });

  it('is begun anew when somebody deletes it under the daemon', () => {
    const writer = begun();
    writer.write(batch({ decisions: [decision()] }));
    rmSync(path);
    writer.write(batch({ decisions: [decision({ ticks: 11 })] }));
    expect(rows(path, 'SELECT ticks FROM decision')).toEqual([{ ticks: 11 }]);
  });

  it('ends the removal of what was old in the one that is gone', () => {
    const writer = begun();
    writer.write(batch({ decisions: [decision()] }));
    const steps = writer.retain(defaultRetention);
    expect(steps.next().done).toBe(false);
    rmSync(path);
    writer.write(batch({ decisions: [decision({ ticks: 11 })] }));
    expect(steps.next().done).toBe(true);
    expect(writer.health().failure).toBeUndefined();
    expect([...writer.retain(defaultRetention)].length).toBeGreaterThan(1);
    expect([count('decision'), count('decision_day')]).toEqual([0, 1]);
  });
});
