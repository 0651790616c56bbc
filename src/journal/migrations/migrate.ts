import type { Database } from 'better-sqlite3';
import { JournalError } from '../errors.js';
import type { Migration } from './migration.js';
import { migrations } from './migrations.js';

/** `LATJ`: marks the file as one of our journals. The database of another program is never altered. */
const applicationId = 0x4c41544a;

/** The journal's version, 0 for an empty file. Refuses the database of another program and a version newer than `known`. */
export function journalVersion(db: Database, known: readonly Migration[] = migrations, path = db.name): number {
  const version = Number(db.pragma('user_version', { simple: true }));
  const owner = Number(db.pragma('application_id', { simple: true }));
  const tables = db.prepare<[], number>('SELECT count(*) FROM sqlite_schema').pluck().get();
  const empty = tables === 0 && version === 0 && owner === 0;
  if (owner !== applicationId && !empty) {
    throw new JournalError(
      path,
      `is a database of another program (application_id ${owner}, expected ${applicationId})`,
    );
  }
  if (version > known.length) {
    const advice = 'use the newer lattice-governor that wrote it, or move it away';
    throw new JournalError(
      path,
      `is a journal of version ${version}, this program knows up to ${known.length}; ${advice}`,
    );
  }
  return version;
}

/** Brings a journal to the newest version. All steps are one transaction: a crash in between leaves the journal as it was. */
export function migrate(db: Database, known: readonly Migration[] = migrations): void {
  if (journalVersion(db, known) === known.length) return;
  const forward = db.transaction(() => {
    for (const { sql, convert } of known.slice(journalVersion(db, known))) {
      db.exec(sql);
      convert?.(db);
    }
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${known.length}`);
  });
  forward.immediate();
}
