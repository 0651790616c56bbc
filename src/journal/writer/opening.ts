import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { CorruptJournal, isCorrupt, JournalError } from '../errors.js';
import { journalVersion, migrate } from '../migrations/migrate.js';
import type { Migration } from '../migrations/migration.js';
import { migrations } from '../migrations/migrations.js';
import { makeFolder } from './make-folder.js';
import { quarantine } from './quarantine.js';

export interface Opened {
  readonly db: Database.Database;
  /** Where a corrupt journal was moved to, if there was one. */
  readonly movedAside: string | undefined;
}

/** Long enough for a reader's checkpoint, short enough that a locked journal is reported and closing stays prompt. */
const lockPatienceMs = 1000;

/**
 * Opens the journal for writing, creating directory, file and tables as needed. A corrupt one is moved aside and a new one begun: the
 * daemon's work matters more than its memory. Every other failure is thrown, since it may pass (full disk, read-only, no permission).
 */
export function openJournal(path: string, now: number, known: readonly Migration[] = migrations): Opened {
  makeFolder(dirname(path));
  const first = openOrReplace(path, now, known);
  if (typeof first !== 'string') return { db: first, movedAside: undefined };
  const second = openOrReplace(path, now, known);
  if (typeof second !== 'string') return { db: second, movedAside: first };
  throw new JournalError(path, 'a new journal is corrupt as soon as it is begun; expected a working disk');
}

/** The open journal, or where it was moved to because it is corrupt. */
function openOrReplace(path: string, now: number, known: readonly Migration[]): Database.Database | string {
  const db = new Database(path, { timeout: lockPatienceMs });
  try {
    prepare(db, known);
    return db;
  } catch (error) {
    if (isCorrupt(error)) return replace(db, now);
    closeQuietly(db);
    throw error;
  }
}

/** Moves an open, corrupt journal aside, then closes it: the other way round SQLite would delete its -wal file. */
export function replace(db: Database.Database, now: number): string {
  try {
    return quarantine(db.name, now);
  } finally {
    closeQuietly(db);
  }
}

/** Checks the file before anything in it is touched, then brings it to our settings and tables. */
function prepare(db: Database.Database, known: readonly Migration[]): void {
  db.pragma('cache_size = -1024');
  journalVersion(db, known);
  const verdict = db.pragma('quick_check(1)', { simple: true });
  if (verdict !== 'ok') throw new CorruptJournal(db.name, `is corrupt: ${String(verdict)}`);
  // Only an empty file takes this; without it a journal whose old rows are deleted could never shrink.
  db.pragma('auto_vacuum = INCREMENTAL');
  db.pragma('journal_mode = WAL');
  // With WAL, NORMAL keeps the file consistent through a power loss (which may take the newest transactions) and loses nothing to kill -9.
  db.pragma('synchronous = NORMAL');
  db.pragma('journal_size_limit = 4194304');
  migrate(db, known);
}

/** Closing checkpoints, which a full or failing disk refuses; what was committed stays in the -wal file for the next opening. */
export function closeQuietly(db: Database.Database): void {
  try {
    db.close();
  } catch {
    // The failure that matters has been thrown by what led here.
  }
}
