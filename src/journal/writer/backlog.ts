import type { Batch, SlotRow } from '../write-model.js';

/**
 * Batches that could not be written yet, merged and bounded. Rows are whole, so a newer one replaces the older one of its key and an hour of
 * unchanged decisions costs one row. Past the limit the oldest row of the most numerous kind goes and is counted. A batch that waits alone, as
 * nearly all do, stays as it came.
 */
export class Backlog {
  private readonly limit: number;
  private readonly decisions = new Map<unknown, Batch['decisions'][number]>();
  private readonly slots = new Map<unknown, Batch['slots'][number]>();
  private readonly gaps = new Map<unknown, Batch['gaps'][number]>();
  private readonly events = new Map<unknown, Batch['events'][number]>();
  private readonly experiments = new Map<unknown, NonNullable<Batch['experiments']>[number]>();
  private alone: Batch | undefined;
  private merged = false;
  private until = 0;
  private lost = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(batch: Batch): void {
    if (!this.merged && this.alone === undefined && rowsOf(batch) <= this.limit) {
      this.alone = batch;
      return;
    }
    const { alone } = this;
    this.alone = undefined;
    if (alone !== undefined) this.merge(alone);
    this.merge(batch);
    while (this.size > this.limit) this.dropOldest();
  }

  get size(): number {
    return this.alone === undefined ? this.kinds().reduce((sum, kind) => sum + kind.size, 0) : rowsOf(this.alone);
  }

  /** Rows given up since the last `forget`. */
  get dropped(): number {
    return this.lost;
  }

  /** All that waits as one batch, undefined when nothing does. */
  batch(): Batch | undefined {
    if (!this.merged) return this.alone;
    const [decisions, slots] = [[...this.decisions.values()], [...this.slots.values()]];
    const [gaps, events] = [[...this.gaps.values()], [...this.events.values()]];
    const experiments = this.experiments.size === 0 ? undefined : [...this.experiments.values()];
    return { until: this.until, decisions, slots, gaps, events, experiments };
  }

  /** Written: nothing waits any more. */
  clear(): void {
    for (const rows of this.kinds()) rows.clear();
    this.alone = undefined;
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
    for (const row of batch.decisions) renew(this.decisions, row.key, row);
    for (const row of batch.slots) renew(this.slots, keyOf(row), row);
    for (const row of batch.gaps) this.gaps.set(row, row);
    for (const row of batch.events) this.events.set(row, row);
    for (const entry of batch.experiments ?? []) {
      const { experiment, period } = entry;
      renew(this.experiments, `${experiment.started} ${period?.block} ${period?.arm}`, entry);
    }
  }

  private kinds(): readonly Map<unknown, unknown>[] {
    return [this.decisions, this.slots, this.gaps, this.events, this.experiments];
  }

  private dropOldest(): void {
    const largest = this.kinds().reduce((a, b) => (b.size > a.size ? b : a));
    largest.delete(largest.keys().next().value);
    this.lost++;
  }
}

const rowsOf = ({ decisions, slots, gaps, events, experiments }: Batch): number =>
  decisions.length + slots.length + gaps.length + events.length + (experiments?.length ?? 0);

/** Maps keep the order of first insertion; a row that grew is among the newest. */
function renew<K, V>(rows: Map<K, V>, key: K, row: V): void {
  rows.delete(key);
  rows.set(key, row);
}

const keyOf = ({ slot, series, under, part }: SlotRow): string =>
  [slot, series.kind, series.name, part, under.mode, under.profile, under.source, under.governor].join(' ');
