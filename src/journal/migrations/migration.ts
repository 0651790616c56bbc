import type { Database } from 'better-sqlite3';

/** One step forward. There is no way back. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
  /** Converts rows that SQL alone cannot, after `sql`. */
  readonly convert?: ((db: Database) => void) | undefined;
}
