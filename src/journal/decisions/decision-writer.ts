import type { Database, Statement } from 'better-sqlite3';
import type { DecisionRow } from '../write-model.js';
import { Interned } from '../writer/interned.js';
import { type DecisionRecord, decisionId } from './decision-record.js';
import { encodeDecision } from './encode.js';

/** Writes decisions. Call it within a transaction. */
export class DecisionWriter {
  private readonly grow: Statement<unknown[]>;
  private readonly open: Statement<unknown[]>;
  private readonly newerPack: Statement<[string, number], number>;
  private readonly texts: Interned;
  private readonly forms: Interned;

  constructor(db: Database) {
    this.grow = db.prepare('UPDATE decision_row SET held_ms = ? - from_ms, ticks = ?, readback = ? WHERE id = ?');
    this.open = db.prepare(`
      INSERT INTO decision_row (id, scope, from_ms, held_ms, ticks, govern, profile, before, after, readback, form, figures)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
    this.newerPack = db
      .prepare<[string, number], number>('SELECT 1 FROM decision_pack WHERE scope = ? AND id >= ? LIMIT 1')
      .pluck();
    this.texts = new Interned(db, 'decision_text', ['text']);
    this.forms = new Interned(db, 'decision_form', ['reasons', 'features']);
  }

  write(run: number, row: DecisionRow): void {
    const id = decisionId(run, row.key);
    const readback = row.readback === null ? null : this.texts.id(JSON.stringify(row.readback));
    // Growth is the common case and does not need the texts of a row.
    if (this.grow.run(row.until, row.ticks, readback, id).changes > 0) return;
    // A row that was packed may be written again: no new row of a scope is older than its packs.
    if (this.newerPack.get(row.scope, id) === undefined) this.add(id, row);
  }

  /** A row that the journal does not have yet. */
  private add(id: number, row: DecisionRow): void {
    this.insert(row.scope, {
      id,
      from: row.from,
      durationMs: row.until - row.from,
      ticks: row.ticks,
      govern: row.mode === 'govern' ? 1 : 0,
      profile: row.profile,
      before: JSON.stringify(row.before),
      after: JSON.stringify(row.after),
      readback: row.readback === null ? null : JSON.stringify(row.readback),
      ...encodeDecision(row),
    });
  }

  /** A row as it was read from a pack. */
  insert(scope: string, { id, from, durationMs, ticks, govern, readback, figures, ...texts }: DecisionRecord): void {
    const [profile, before, after] = [texts.profile, texts.before, texts.after].map(text => this.texts.id(text));
    const back = readback === null ? null : this.texts.id(readback);
    const form = this.forms.id(texts.reasons, texts.features);
    this.open.run(
      id,
      this.texts.id(scope),
      from,
      durationMs,
      ticks,
      govern,
      profile,
      before,
      after,
      back,
      form,
      figures,
    );
  }

  /** Call it after a rollback or when rows were removed: their texts are gone too. */
  forget(): void {
    this.texts.forget();
    this.forms.forget();
  }
}
