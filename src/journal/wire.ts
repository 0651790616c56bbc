import type { Batch, Conditions, DecisionRow, Series, SlotRow } from './entries.js';

/** A batch on its way to the writer's thread, where copying objects is the dear part: what the other side has already goes as numbers. */
export interface PackedBatch {
  /** Without slots, and with those decisions only that are not known there. */
  readonly batch: Batch;
  /** Key, until and ticks of each decision that grew. */
  readonly grown: Float64Array;
  /** Slots, by the numbers of their series and conditions; NaN for null. */
  readonly slots: Float64Array;
  /** Series and conditions that are numbered from now on. */
  readonly names: readonly (Series | Conditions)[];
}

const grownFigures = 3;
const slotFigures = 8;

/** Sends a row whole once and then only what grows: cloning 256 whole rows each second would cost the daemon 2 ms, their growth costs 0.1 ms. */
export class Packer {
  private readonly sent = new Map<string, DecisionRow>();
  private readonly numbers = new Map<Series | Conditions, number>();

  pack(batch: Batch): PackedBatch {
    const whole: DecisionRow[] = [];
    const grown: number[] = [];
    for (const row of batch.decisions) {
      const known = this.sent.get(row.scope);
      if (known?.key === row.key && known.readback === row.readback) {
        grown.push(row.key, row.until, row.ticks);
      } else {
        this.sent.set(row.scope, row);
        whole.push(row);
      }
    }
    const names: (Series | Conditions)[] = [];
    const slots = new Float64Array(batch.slots.length * slotFigures);
    for (const [i, row] of batch.slots.entries()) this.slot(row, slots, i * slotFigures, names);
    return { batch: { ...batch, decisions: whole, slots: [] }, grown: Float64Array.from(grown), slots, names };
  }

  private slot(row: SlotRow, into: Float64Array, at: number, names: (Series | Conditions)[]): void {
    into[at] = row.slot;
    into[at + 1] = this.number(row.series, names);
    into[at + 2] = this.number(row.under, names);
    into[at + 3] = row.part;
    into[at + 4] = row.integral;
    into[at + 5] = row.measuredMs;
    into[at + 6] = row.min ?? Number.NaN;
    into[at + 7] = row.max ?? Number.NaN;
  }

  /** Of the object: those of a daemon stay the same (slots.ts), others would only be told twice. */
  private number(name: Series | Conditions, names: (Series | Conditions)[]): number {
    let number = this.numbers.get(name);
    if (number === undefined) {
      number = this.numbers.size;
      this.numbers.set(name, number);
      names.push(name);
    }
    return number;
  }
}

/** Makes rows whole again, so that any of them can be written into a new file. */
export class Unpacker {
  private readonly rows = new Map<number, DecisionRow>();
  private readonly newest = new Map<string, number>();
  private readonly names: (Series | Conditions)[] = [];

  unpack({ batch, grown, slots, names }: PackedBatch): Batch {
    const decisions: DecisionRow[] = [];
    for (let i = 0; i < grown.length; i += grownFigures) {
      const [key = 0, until = 0, ticks = 0] = grown.subarray(i, i + grownFigures);
      const row = this.rows.get(key);
      if (row !== undefined) decisions.push({ ...row, until, ticks });
    }
    for (const row of batch.decisions) this.keep(row);
    this.names.push(...names);
    return { ...batch, decisions: [...decisions, ...batch.decisions], slots: this.slots(slots) };
  }

  private slots(figures: Float64Array): SlotRow[] {
    const rows: SlotRow[] = [];
    for (let i = 0; i < figures.length; i += slotFigures) {
      const [slot = 0, series = 0, under = 0, part = 0] = figures.subarray(i, i + slotFigures);
      rows.push({
        slot,
        series: this.names[series] as Series,
        under: this.names[under] as Conditions,
        part,
        integral: figures[i + 4] ?? 0,
        measuredMs: figures[i + 5] ?? 0,
        min: known(figures[i + 6]),
        max: known(figures[i + 7]),
      });
    }
    return rows;
  }

  /** Only the newest row of a scope can still grow. */
  private keep(row: DecisionRow): void {
    const before = this.newest.get(row.scope);
    if (before !== undefined) this.rows.delete(before);
    this.newest.set(row.scope, row.key);
    this.rows.set(row.key, row);
  }
}

const known = (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : value);
