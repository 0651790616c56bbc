import type { Database } from 'better-sqlite3';
import type { Conditions, Series } from './entries.js';
import { Interned } from './interned.js';

/** Numbers for the series and conditions that rows refer to. */
export class Names {
  private readonly allSeries: Interned;
  private readonly allConditions: Interned;

  constructor(db: Database) {
    this.allSeries = new Interned(db, 'series', ['kind', 'name']);
    this.allConditions = new Interned(db, 'conditions', ['mode', 'profile', 'source', 'governor']);
  }

  series({ kind, name }: Series): number {
    return this.allSeries.id(kind, name);
  }

  conditions({ mode, profile, source, governor }: Conditions): number {
    return this.allConditions.id(mode, profile, source, governor);
  }

  /** A transaction that was rolled back took its new names with it. */
  forget(): void {
    this.allSeries.forget();
    this.allConditions.forget();
  }
}
