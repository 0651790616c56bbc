import type { Database } from 'better-sqlite3';

/** A table whose rows are written as they come. Imports SQLite's types only, since the daemon's main thread loads this too. */
export interface Table<Row> {
  /** Of two rows with the same key that wait to be written, the newer one is enough. Without it every row counts. */
  readonly key?: (row: Row) => unknown;
  /** Prepares the statements. The function it returns writes one row of a run, within a transaction; a row may come twice. */
  readonly writer: (db: Database) => (run: number, row: Row) => void;
}
