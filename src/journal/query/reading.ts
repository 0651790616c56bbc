import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { codeOf, inWords, JournalError } from '../errors.js';
import { journalVersion } from '../migrations/migrate.js';
import type { Migration } from '../migrations/migration.js';
import { migrations } from '../migrations/migrations.js';
import { closeQuietly } from '../writer/opening.js';

/**
 * Opens a journal for reading, with or without a daemon that writes it. WAL needs a -shm file. If there is none and it can't be made (read-only
 * file system, another user's directory), a copy in the temporary directory is read: SQLite's `immutable` would ignore the -wal file, and
 * better-sqlite3 can't ask for it.
 */
export function openForReading(path: string, known: readonly Migration[] = migrations): Database.Database {
  if (!existsSync(path)) throw new JournalError(path, 'no journal there; expected the file that latticed writes');
  try {
    const db = openInPlace(path) ?? openCopy(path);
    return checked(db, path, known);
  } catch (error) {
    throw error instanceof JournalError ? error : new JournalError(path, `${inWords(error, 'cannot be read')}`);
  }
}

/** Undefined if only a copy can be read. */
function openInPlace(path: string): Database.Database | undefined {
  let db: Database.Database | undefined;
  try {
    db = new Database(path, { readonly: true });
    // SQLite opens the file with the first access.
    db.pragma('user_version');
    return db;
  } catch (error) {
    if (db !== undefined) closeQuietly(db);
    if (/^SQLITE_(CANTOPEN|READONLY)/.test(codeOf(error))) return undefined;
    throw error;
  }
}

function openCopy(path: string): Database.Database {
  const dir = mkdtempSync(join(tmpdir(), 'lattice-journal-'));
  try {
    const copy = join(dir, 'journal.db');
    copyFileSync(path, copy);
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
    const db = new Database(copy);
    // Merges the -wal file. One open file is left, and the directory can be removed at once.
    db.pragma('journal_mode = DELETE');
    return db;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function checked(db: Database.Database, path: string, known: readonly Migration[]): Database.Database {
  try {
    const version = journalVersion(db, known, path);
    if (version === known.length) return db;
    throw new JournalError(
      path,
      `is a journal of version ${version}, expected ${known.length}; start latticed once to bring it forward`,
    );
  } catch (error) {
    closeQuietly(db);
    throw error;
  }
}
