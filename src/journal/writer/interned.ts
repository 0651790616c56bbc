import type { Database, Statement } from 'better-sqlite3';

/** Ids in memory. A value that changes all the time (a power limit) would fill the thread's heap. */
const maxKnown = 4096;

/** Ids of texts that rows refer to, given when a text is first seen. */
export class Interned {
  private readonly known = new Map<string, number>();
  private readonly add: Statement<unknown[]>;
  private readonly find: Statement<unknown[], number>;

  /** `columns` of `table` are unique together. */
  constructor(db: Database, table: string, columns: readonly string[]) {
    const places = columns.map(() => '?').join(', ');
    this.add = db.prepare(`INSERT OR IGNORE INTO ${table} (${columns.join(', ')}) VALUES (${places})`);
    const wanted = columns.map(column => `${column} = ?`).join(' AND ');
    this.find = db.prepare<unknown[], number>(`SELECT id FROM ${table} WHERE ${wanted}`).pluck();
  }

  id(...words: readonly string[]): number {
    const key = words.join('\n');
    let id = this.known.get(key);
    if (id === undefined) {
      this.add.run(...words);
      id = this.find.get(...words) ?? 0;
      if (this.known.size >= maxKnown) this.known.clear();
      this.known.set(key, id);
    }
    return id;
  }

  forget(): void {
    this.known.clear();
  }
}
