import type { Database } from 'better-sqlite3';
import type { Conditions, Series } from '../write-model.js';
import { Interned } from './interned.js';

/** Ids of the series and conditions that rows refer to. An object that comes again is one look-up. */
export class Names {
  private readonly allSeries: Interned;
  private readonly allConditions: Interned;
  private known = new WeakMap<Series | Conditions, number>();

  constructor(db: Database) {
    this.allSeries = new Interned(db, 'series', ['kind', 'name']);
    this.allConditions = new Interned(db, 'conditions', ['mode', 'profile', 'source', 'governor']);
  }

  series(series: Series): number {
    return this.known.get(series) ?? this.learn(series, this.allSeries.id(series.kind, series.name));
  }

  conditions(conditions: Conditions): number {
    const known = this.known.get(conditions);
    if (known !== undefined) return known;
    const { mode, profile, source, governor } = conditions;
    return this.learn(conditions, this.allConditions.id(mode, profile, source, governor));
  }

  /** Call it after a rollback: the new names are gone too. */
  forget(): void {
    this.known = new WeakMap();
    this.allSeries.forget();
    this.allConditions.forget();
  }

  private learn(name: Series | Conditions, number: number): number {
    this.known.set(name, number);
    return number;
  }
}
