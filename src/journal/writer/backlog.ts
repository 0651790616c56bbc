import { keyIn, type TableName, tableNames } from '../tables/tables.js';
import type { Batch, SlotRow } from '../write-model.js';

type Kind = 'decisions' | 'slots' | TableName;
const kinds: readonly Kind[] = ['decisions', 'slots', ...tableNames];

/**
 * Batches that could not be written yet, merged and bounded. Rows are whole: a newer one replaces the older one of its key, and an hour of
 * unchanged decisions costs one row. Past the limit the oldest row of the most numerous kind is dropped and counted. A batch that waits alone, as
 * nearly all do, stays as it came.
 */
export class Backlog {
  private readonly limit: number;
  private readonly rows: ReadonlyMap<Kind, Map<unknown, unknown>> = new Map(kinds.map(kind => [kind, new Map()]));
  private single: Batch | undefined;
  private merged = false;
  private until = 0;
  private lost = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(batch: Batch): void {
    if (!this.merged && this.single === undefined && sizeOf(batch) <= this.limit) {
      this.single = batch;
      return;
    }
    const { single } = this;
    this.single = undefined;
    if (single !== undefined) this.merge(single);
    this.merge(batch);
    while (this.size > this.limit) this.dropOldest();
  }

  get size(): number {
    return this.single === undefined
      ? [...this.rows.values()].reduce((sum, rows) => sum + rows.size, 0)
      : sizeOf(this.single);
  }

  /** Rows given up since the last `forget`. */
  get dropped(): number {
    return this.lost;
  }

  /** Everything that waits as one batch; undefined when nothing does. */
  batch(): Batch | undefined {
    if (!this.merged) return this.single;
    const waiting = [...this.rows]
      .filter(([, rows]) => rows.size > 0)
      .map(([kind, rows]) => [kind, [...rows.values()]]);
    const rows = Object.fromEntries(waiting) as Partial<Batch>;
    return { until: this.until, decisions: [], slots: [], gaps: [], events: [], ...rows };
  }

  /** Everything was written. */
  clear(): void {
    for (const rows of this.rows.values()) rows.clear();
    this.single = undefined;
    this.merged = false;
    this.until = 0;
  }

  /** Gives up what waits, because the journal refuses the rows themselves. */
  giveUp(): void {
    this.lost += this.size;
    this.clear();
  }

  /** The loss has been recorded. */
  forget(): void {
    this.lost = 0;
  }

  private merge(batch: Batch): void {
    this.merged = true;
    this.until = Math.max(this.until, batch.until);
    for (const row of batch.decisions) this.renew('decisions', row.key, row);
    for (const row of batch.slots) this.renew('slots', slotKey(row), row);
    for (const name of tableNames) for (const row of batch[name] ?? []) this.renew(name, keyIn(name, row), row);
  }

  /** Maps keep the order of first insertion; a row that grew is among the newest. */
  private renew(kind: Kind, key: unknown, row: unknown): void {
    const rows = this.rows.get(kind);
    rows?.delete(key);
    rows?.set(key, row);
  }

  private dropOldest(): void {
    const largest = [...this.rows.values()].reduce((a, b) => (b.size > a.size ? b : a));
    largest.delete(largest.keys().next().value);
    this.lost++;
  }
}

const sizeOf = (batch: Batch): number => kinds.reduce((sum, kind) => sum + (batch[kind]?.length ?? 0), 0);

const slotKey = ({ slot, series, under, part }: SlotRow): string =>
  [slot, series.kind, series.name, part, under.mode, under.profile, under.source, under.governor].join(' ');
