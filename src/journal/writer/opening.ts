import { existsSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { CorruptJournal, isCorrupt, JournalError } from '../errors.js';
import { journalVersion, migrate } from '../migrations/migrate.js';
import type { Migration } from '../migrations/migration.js';
import { migrations } from '../migrations/migrations.js';
import { makeFolder } from './make-folder.js';

export interface Opened {
  readonly db: Database.Database;
  /** Where a corrupt journal was moved to, if there was one. */
  readonly movedAside: string | undefined;
}

/** Long enough for a reader's checkpoint, short enough that a locked journal is reported soon and closing is fast. */
const lockTimeoutMs = 1000;

/**
 * Opens the journal for writing and creates directory, file and tables as needed. A corrupt journal is renamed and a new one begun: the daemon
 * must go on working. Every other failure is thrown, since it may pass (full disk, read-only, no permission).
 */
export function openJournal(path: string, now: number, known: readonly Migration[] = migrations): Opened {
  makeFolder(dirname(path));
  const first = openOrReplace(path, now, known);
  if (typeof first !== 'string') return { db: first, movedAside: undefined };
  const second = openOrReplace(path, now, known);
  if (typeof second !== 'string') return { db: second, movedAside: first };
  throw new JournalError(path, 'a new journal is corrupt as soon as it is begun; expected a working disk');
}

/** The open journal, or the new path of a corrupt one. */
function openOrReplace(path: string, now: number, known: readonly Migration[]): Database.Database | string {
  const db = new Database(path, { timeout: lockTimeoutMs });
  try {
    prepare(db, known);
    return db;
  } catch (error) {
    if (isCorrupt(error)) return replace(db, now);
    closeQuietly(db);
    throw error;
  }
}

/** Renames an open, corrupt journal, then closes it. If it were closed first, SQLite would delete its -wal file. */
export function replace(db: Database.Database, now: number): string {
  try {
    return quarantine(db.name, now);
  } finally {
    closeQuietly(db);
  }
}

/** Checks the file before anything in it is changed, then applies our settings and migrations. */
function prepare(db: Database.Database, known: readonly Migration[]): void {
  db.pragma('cache_size = -1024');
  journalVersion(db, known);
  const verdict = db.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw new CorruptJournal(db.name, `is corrupt: ${String(verdict)}`);
  // Works on an empty file only. Without it a journal could not shrink when old rows are deleted.
  db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma('journal_mode = WAL');
  // With WAL, NORMAL keeps the file consistent through a power loss (the newest transactions may be lost); kill -9 loses nothing.
  db.pragma('synchronous = NORMAL');
  db.pragma('journal_size_limit = 4194304');
  migrate(db, known);
}

/** Closing makes a checkpoint, which fails on a full or bad disk. Committed rows stay in the -wal file for the next opening. */
export function closeQuietly(db: Database.Database): void {
  try {
    db.close();
  } catch {
    // The caller has the failure that matters already.
  }
}

/** `20260131T235959Z`: a time as part of a file name. */
export const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');

/**
 * Renames a corrupt journal together with its -wal and -shm files, so that people can still recover rows from it.
 * @returns its new path.
 */
export function quarantine(path: string, now: number): string {
  const plain = `${path}.corrupt-${stamp(now)}`;
  let target = plain;
  for (let n = 2; existsSync(target); n++) target = `${plain}-${n}`;
  for (const part of ['-wal', '-shm']) {
    if (existsSync(path + part)) renameSync(path + part, target + part);
  }
  renameSync(path, target);
  return target;
}
