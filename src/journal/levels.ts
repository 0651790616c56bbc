import type { Database, Statement } from 'better-sqlite3';
import type { SlotRow } from './entries.js';
import type { Names } from './names.js';
import type { Newest } from './retain-slots.js';

export const minuteMs = 60_000;
export const quarterMs = 900_000;

interface Sum {
  readonly integral: number;
  readonly measured_ms: number;
}

const nothing: Sum = { integral: 0, measured_ms: 0 };
const columns = 'integral, measured_ms, min, max';

/** SQLite's two-argument min and max are NULL as soon as one side is. */
const adding = (table: string): string => `
  ON CONFLICT DO UPDATE SET integral = ${table}.integral + excluded.integral,
    measured_ms = ${table}.measured_ms + excluded.measured_ms,
    min = min(coalesce(${table}.min, excluded.min), coalesce(excluded.min, ${table}.min)),
    max = max(coalesce(${table}.max, excluded.max), coalesce(excluded.max, ${table}.max))`;

const filling = (from: string, into: string, ms: number): string => `
  INSERT INTO ${into} (series, slot_ms, conditions, ${columns})
  SELECT series, slot_ms - slot_ms % ${ms} AS slot, conditions, sum(integral), sum(measured_ms), min(min), max(max)
  FROM ${from} WHERE slot_ms >= ? AND slot_ms < ? GROUP BY series, slot, conditions ${adding(into)}`;

/**
 * The three levels of what is measured. A coarser level holds everything of the finer one before the time that it is filled to:
 * 1. Rows go to 10 s. Once a minute has passed it is added to 1 min, and a passed quarter of an hour from there to 15 min.
 * 2. A row before that time (the clock was set back, a row is written again) adds what it brings anew to the filled levels at once.
 * Both happen in the transaction of the rows, so the levels agree at each commit, and after whatever ends the writer.
 */
export class Levels {
  private readonly names: Names;
  private readonly upsert: Statement<unknown[]>;
  private readonly stored: Statement<unknown[], Sum>;
  private readonly addToMinute: Statement<unknown[]>;
  private readonly addToQuarter: Statement<unknown[]>;
  private readonly fillMinutes: Statement<[number, number]>;
  private readonly fillQuarters: Statement<[number, number]>;
  private readonly filledTo: Statement<[string], number>;
  private readonly setFilled: Statement<[number, string]>;
  /** All 10 s before are in 1 min; all 1 min before are in 15 min. */
  private minutesTo = 0;
  private quartersTo = 0;
  private written: Newest = { run: 0, slot: 0 };

  constructor(db: Database, names: Names) {
    this.names = names;
    this.upsert = db.prepare(`
      INSERT INTO slot_10s (slot_ms, series, conditions, run, part, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO UPDATE SET integral = excluded.integral, measured_ms = excluded.measured_ms,
        min = excluded.min, max = excluded.max`);
    this.stored = db.prepare(`
      SELECT integral, measured_ms FROM slot_10s
      WHERE slot_ms = ? AND series = ? AND conditions = ? AND run = ? AND part = ?`);
    const add = (table: string): Statement<unknown[]> =>
      db.prepare(
        `INSERT INTO ${table} (series, slot_ms, conditions, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?) ${adding(table)}`,
      );
    this.addToMinute = add('slot_1min');
    this.addToQuarter = add('slot_15min');
    this.fillMinutes = db.prepare(filling('slot_10s', 'slot_1min', minuteMs));
    this.fillQuarters = db.prepare(filling('slot_1min', 'slot_15min', quarterMs));
    this.filledTo = db.prepare<[string], number>('SELECT filled_to_ms FROM level WHERE name = ?').pluck();
    this.setFilled = db.prepare('UPDATE level SET filled_to_ms = ? WHERE name = ?');
    this.reload();
  }

  /** A transaction that was rolled back filled nothing. */
  reload(): void {
    this.minutesTo = this.filledTo.get('slot_1min') ?? 0;
    this.quartersTo = this.filledTo.get('slot_15min') ?? 0;
  }

  /** To be called within a transaction. */
  write(run: number, rows: readonly SlotRow[]): void {
    let [oldest, newest] = [Number.POSITIVE_INFINITY, 0];
    for (const row of rows) {
      this.one(run, row);
      oldest = Math.min(oldest, row.slot);
      newest = Math.max(newest, row.slot);
    }
    this.fill(newest);
    if (rows.length > 0) this.written = { run, slot: oldest };
  }

  /** The oldest slot of what was written last: rows from there on may come again. */
  get newest(): Newest {
    return this.written;
  }

  private one(run: number, { slot, series, under, part, integral, measuredMs, min, max }: SlotRow): void {
    const key = [slot, this.names.series(series), this.names.conditions(under), run, part] as const;
    if (slot < this.minutesTo) {
      const before = this.stored.get(...key) ?? nothing;
      const news = [integral - before.integral, measuredMs - before.measured_ms, min, max];
      const [, id, conditions] = key;
      this.addToMinute.run(id, slot - (slot % minuteMs), conditions, ...news);
      if (slot < this.quartersTo) this.addToQuarter.run(id, slot - (slot % quarterMs), conditions, ...news);
    }
    this.upsert.run(...key, integral, measuredMs, min, max);
  }

  private fill(newest: number): void {
    const minutes = newest - (newest % minuteMs);
    if (minutes <= this.minutesTo) return;
    this.fillMinutes.run(this.minutesTo, minutes);
    this.setFilled.run(minutes, 'slot_1min');
    this.minutesTo = minutes;
    const quarters = minutes - (minutes % quarterMs);
    if (quarters <= this.quartersTo) return;
    this.fillQuarters.run(this.quartersTo, quarters);
    this.setFilled.run(quarters, 'slot_15min');
    this.quartersTo = quarters;
  }
}
