import type { Database, Statement } from 'better-sqlite3';
import { encodeSaid } from './encode.js';
import type { DecisionRow } from './entries.js';
import { Interned } from './interned.js';
import { decisionId } from './schema-decision-forms.js';

/** Writes decisions; to be called within a transaction. */
export class DecisionWriter {
  private readonly grow: Statement<unknown[]>;
  private readonly open: Statement<unknown[]>;
  private readonly texts: Interned;
  private readonly forms: Interned;

  constructor(db: Database) {
    this.grow = db.prepare('UPDATE decision_row SET held_ms = ? - from_ms, ticks = ?, readback = ? WHERE id = ?');
    this.open = db.prepare(`
      INSERT INTO decision_row (id, scope, from_ms, held_ms, ticks, govern, profile, before, after, readback, form, figures)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.texts = new Interned(db, 'decision_text', ['text']);
    this.forms = new Interned(db, 'decision_form', ['reasons', 'features']);
  }

  write(run: number, row: DecisionRow): void {
    const id = decisionId(run, row.key);
    const readback = row.readback === null ? null : this.json(row.readback);
    // Growing is the common case and needs nothing of what a row says.
    if (this.grow.run(row.until, row.ticks, readback, id).changes > 0) return;
    const { reasons, features, figures } = encodeSaid(row);
    const scope = this.texts.id(row.scope);
    const under = [row.mode === 'govern' ? 1 : 0, this.texts.id(row.profile)];
    const limits = [this.json(row.before), this.json(row.after), readback];
    const span = [row.from, row.until - row.from, row.ticks];
    this.open.run(id, scope, ...span, ...under, ...limits, this.forms.id(reasons, features), figures);
  }

  /** A transaction that was rolled back, or rows that were removed, took their texts with them. */
  forget(): void {
    this.texts.forget();
    this.forms.forget();
  }

  private json(limits: DecisionRow['after']): number {
    return this.texts.id(JSON.stringify(limits));
  }
}
