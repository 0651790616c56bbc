import type { Batch, Conditions, DecisionRow, Series, SlotRow } from '../write-model.js';
import { Numbered } from './numbered.js';

/** A batch on its way to the writer's thread, where copying objects is the dear part: what the other side has already goes as numbers. */
export interface PackedBatch {
  /** With those decisions only that are not known there. */
  readonly rest: Omit<Batch, 'slots'>;
  /** Key, until and ticks of each decision that grew. */
  readonly grown: Float64Array;
  /** Slots, by the numbers of their series and conditions; NaN for null. */
  readonly slots: Float64Array;
  readonly series: News<Series>;
  readonly conditions: News<Conditions>;
}

/** What is numbered from `first` on. */
interface News<T> {
  readonly first: number;
  readonly all: readonly T[];
}

const grownFigures = 3;
const slotFigures = 8;

/**
 * Sends a decision whole once and then only what grows: cloning 256 whole rows each second would cost the daemon 2 ms, their growth costs 0.1 ms.
 * Series and conditions are sent once and told apart by identity: those of a daemon stay the same objects (slots.ts).
 */
export class Packer {
  private readonly sent = new Map<string, DecisionRow>();
  private readonly series = new Numbered<Series>();
  private readonly conditions = new Numbered<Conditions>();

  pack({ slots: rows, ...rest }: Batch): PackedBatch {
    const decisions: DecisionRow[] = [];
    const grown: number[] = [];
    for (const row of rest.decisions) {
      const known = this.sent.get(row.scope);
      if (known?.key === row.key && known.readback === row.readback) {
        grown.push(row.key, row.until, row.ticks);
      } else {
        this.sent.set(row.scope, row);
        decisions.push(row);
      }
    }
    const [series, conditions] = [this.series.all.length, this.conditions.all.length];
    const slots = new Float64Array(rows.length * slotFigures);
    for (const [i, row] of rows.entries()) slots.set(this.slot(row), i * slotFigures);
    return {
      rest: { ...rest, decisions },
      grown: Float64Array.from(grown),
      slots,
      series: { first: series, all: this.series.all.slice(series) },
      conditions: { first: conditions, all: this.conditions.all.slice(conditions) },
    };
  }

  private slot({ slot, series, under, part, integral, measuredMs, min, max }: SlotRow): number[] {
    const names = [this.series.of(series), this.conditions.of(under)];
    return [slot, ...names, part, integral, measuredMs, min ?? Number.NaN, max ?? Number.NaN];
  }
}

/** Makes rows whole again, so that any of them can be written into a new file. */
export class Unpacker {
  private readonly rows = new Map<number, DecisionRow>();
  private readonly newest = new Map<string, number>();
  private readonly series: Series[] = [];
  private readonly conditions: Conditions[] = [];

  unpack({ rest, grown, slots, series, conditions }: PackedBatch): Batch {
    const decisions: DecisionRow[] = [];
    for (let i = 0; i < grown.length; i += grownFigures) {
      const [key = 0, until = 0, ticks = 0] = grown.subarray(i, i + grownFigures);
      const row = this.rows.get(key);
      if (row !== undefined) decisions.push({ ...row, until, ticks });
    }
    for (const row of rest.decisions) this.keep(row);
    learn(this.series, series);
    learn(this.conditions, conditions);
    return { ...rest, decisions: [...decisions, ...rest.decisions], slots: this.slots(slots) };
  }

  private slots(figures: Float64Array): SlotRow[] {
    const rows: SlotRow[] = [];
    for (let i = 0; i < figures.length; i += slotFigures) {
      const [slot = 0, s = 0, c = 0, part = 0, integral = 0, measuredMs = 0, min = 0, max = 0] = figures.subarray(
        i,
        i + slotFigures,
      );
      const [series, under] = [this.series[s], this.conditions[c]];
      // A message that was lost took them with it.
      if (series === undefined || under === undefined) continue;
      rows.push({ slot, series, under, part, integral, measuredMs, min: nullForNaN(min), max: nullForNaN(max) });
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

function learn<T>(names: T[], { first, all }: News<T>): void {
  for (const [i, name] of all.entries()) names[first + i] = name;
}

const nullForNaN = (value: number): number | null => (Number.isNaN(value) ? null : value);
