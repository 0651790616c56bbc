import type { Database } from 'better-sqlite3';
import { JournalError } from '../errors.js';
import { experimentSchema } from './experiment-schema.js';
import { moveDecisions } from './move-decisions.js';
import { schemaVersion1 } from './schema.js';
import { schemaVersion3 } from './schema-decision-day.js';
import { schemaVersion5 } from './schema-decision-forms.js';
import { schemaVersion7 } from './schema-decision-packs.js';
import { schemaVersion2 } from './schema-levels.js';
import { schemaVersion6 } from './schema-long-levels.js';

/** One step forward; the journal's version is the number of steps it has gone. There is no way back. */
export interface Migration {
  readonly what: string;
  readonly sql: string;
  /** What SQL alone can't say, after it. */
  readonly move?: ((db: Database) => void) | undefined;
}

export const migrations: readonly Migration[] = [
  { what: 'the first tables', sql: schemaVersion1 },
  { what: 'levels of what is measured', sql: schemaVersion2 },
  { what: 'what stays of old decisions', sql: schemaVersion3 },
  { what: 'experiments', sql: experimentSchema },
  { what: 'small decisions', sql: schemaVersion5, move: moveDecisions },
  { what: 'levels of an hour and a day', sql: schemaVersion6 },
  { what: 'packs of old decisions', sql: schemaVersion7 },
];

/** `LATJ`: marks the file as a journal of ours, so that another program's database is never altered. */
const applicationId = 0x4c41544a;

/** The journal's version, 0 for an empty file; refuses what is not ours or newer than `known`, for which there is no way back. */
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

/** Brings a journal to the newest version; all steps in one transaction, so that a crash in between leaves it as it was. */
export function migrate(db: Database, known: readonly Migration[] = migrations): void {
  if (journalVersion(db, known) === known.length) return;
  const forward = db.transaction(() => {
    for (const { sql, move } of known.slice(journalVersion(db, known))) {
      db.exec(sql);
      move?.(db);
    }
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${known.length}`);
  });
  forward.immediate();
}
