import type { Batch, DecisionRow } from './entries.js';

/** A batch on its way to the writer's thread: `grown` holds key, until and ticks of each row that the other side has already. */
export interface PackedBatch {
  readonly batch: Batch;
  readonly grown: Float64Array;
}

/** Sends a row whole once and then only what grows: cloning 256 whole rows each second would cost the daemon 2 ms, their growth costs 0.1 ms. */
export class Packer {
  private readonly sent = new Map<string, DecisionRow>();

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
    return { batch: { ...batch, decisions: whole }, grown: Float64Array.from(grown) };
  }
}

/** Makes rows whole again, so that any of them can be written into a new file. */
export class Unpacker {
  private readonly rows = new Map<number, DecisionRow>();
  private readonly newest = new Map<string, number>();

  unpack({ batch, grown }: PackedBatch): Batch {
    const decisions: DecisionRow[] = [];
    for (let i = 0; i < grown.length; i += 3) {
      const [key = 0, until = 0, ticks = 0] = grown.subarray(i, i + 3);
      const row = this.rows.get(key);
      if (row !== undefined) decisions.push({ ...row, until, ticks });
    }
    for (const row of batch.decisions) this.keep(row);
    return { ...batch, decisions: [...decisions, ...batch.decisions] };
  }

  /** Only the newest row of a scope can still grow. */
  private keep(row: DecisionRow): void {
    const before = this.newest.get(row.scope);
    if (before !== undefined) this.rows.delete(before);
    this.newest.set(row.scope, row.key);
    this.rows.set(row.key, row);
  }
}
