import type { Database, Statement } from 'better-sqlite3';
import type { Conditions, Series } from './entries.js';

/** Numbers for the series and conditions that rows refer to, given when one is first seen. */
export class Names {
  private readonly seriesKnown = new Map<string, number>();
  private readonly conditionsKnown = new Map<string, number>();
  private readonly addSeries: Statement<unknown[]>;
  private readonly findSeries: Statement<unknown[], number>;
  private readonly addConditions: Statement<unknown[]>;
  private readonly findConditions: Statement<unknown[], number>;

  constructor(db: Database) {
    this.addSeries = db.prepare('INSERT OR IGNORE INTO series (kind, name) VALUES (?, ?)');
    this.findSeries = db.prepare<unknown[], number>('SELECT id FROM series WHERE kind = ? AND name = ?').pluck();
    this.addConditions = db.prepare(
      'INSERT OR IGNORE INTO conditions (mode, profile, source, governor) VALUES (?, ?, ?, ?)',
    );
    this.findConditions = db
      .prepare<unknown[], number>(
        'SELECT id FROM conditions WHERE mode = ? AND profile = ? AND source = ? AND governor = ?',
      )
      .pluck();
  }

  series({ kind, name }: Series): number {
    return intern(this.seriesKnown, [kind, name], this.addSeries, this.findSeries);
  }

  conditions({ mode, profile, source, governor }: Conditions): number {
    return intern(this.conditionsKnown, [mode, profile, source, governor], this.addConditions, this.findConditions);
  }

  /** A transaction that was rolled back took its new names with it. */
  forget(): void {
    this.seriesKnown.clear();
    this.conditionsKnown.clear();
  }
}

function intern(
  known: Map<string, number>,
  words: readonly string[],
  add: Statement<unknown[]>,
  find: Statement<unknown[], number>,
): number {
  const key = words.join('\n');
  let id = known.get(key);
  if (id === undefined) {
    add.run(...words);
    id = find.get(...words) ?? 0;
    known.set(key, id);
  }
  return id;
}
