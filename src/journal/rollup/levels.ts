import type { Database, Statement } from 'better-sqlite3';
import type { SlotRow } from '../write-model.js';
import type { Names } from '../writer/names.js';
import { type LevelName, levelMs, levelNames } from './level.js';
import type { Newest } from './retain-levels.js';

interface Sum {
  readonly integral: number;
  readonly measured_ms: number;
}

const nothing: Sum = { integral: 0, measured_ms: 0 };
const columns = 'integral, measured_ms, min, max';

/** SQLite's two-argument min and max are NULL if one side is NULL. */
const adding = (table: string): string => `
  ON CONFLICT DO UPDATE SET integral = ${table}.integral + excluded.integral,
    measured_ms = ${table}.measured_ms + excluded.measured_ms,
    min = min(coalesce(${table}.min, excluded.min), coalesce(excluded.min, ${table}.min)),
    max = max(coalesce(${table}.max, excluded.max), coalesce(excluded.max, ${table}.max))`;

/** The key of the coarse levels begins with the series: a span of time alone would read all rows. */
const everySeries = 'series IN (SELECT id FROM series) AND';

const filling = (from: string, into: string, ms: number): string => `
  INSERT INTO ${into} (series, slot_ms, conditions, ${columns})
  SELECT series, slot_ms - slot_ms % ${ms} AS slot, conditions, sum(integral), sum(measured_ms), min(min), max(max)
  FROM ${from} WHERE ${from === 'slot_10s' ? '' : everySeries} slot_ms >= ? AND slot_ms < ?
  GROUP BY series, slot, conditions ${adding(into)}`;

/** A level whose slots are made of the slots of a finer one. */
interface Coarse {
  readonly name: LevelName;
  readonly ms: number;
  readonly add: Statement<unknown[]>;
  readonly fill: Statement<[number, number]>;
  /** Up to here this level contains everything of the finer one. */
  filledTo: number;
}

/**
 * The levels of measured values. A coarser level contains everything of the finer one up to the time that it is filled to:
 * 1. Rows are written to 10 s. A passed minute is added to 1 min, a passed quarter of an hour from there to 15 min, and so on to hours and days.
 * 2. A row before that time (the clock was set back, or a row is written again) adds its difference to the filled levels at once.
 * Both happen in the transaction of the rows, so the levels agree at each commit, however the writer ends.
 */
export class Levels {
  private readonly names: Names;
  private readonly upsert: Statement<unknown[]>;
  private readonly stored: Statement<unknown[], Sum>;
  private readonly coarse: readonly Coarse[];
  private readonly filledTo: Statement<[string], number>;
  private readonly setFilled: Statement<[number, string]>;
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
    this.coarse = levelNames.slice(1).map((name, i) => ({
      name,
      ms: levelMs[name],
      add: db.prepare(
        `INSERT INTO ${name} (series, slot_ms, conditions, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?) ${adding(name)}`,
      ),
      fill: db.prepare(filling(levelNames[i] ?? 'slot_10s', name, levelMs[name])),
      filledTo: 0,
    }));
    this.filledTo = db.prepare<[string], number>('SELECT filled_to_ms FROM level WHERE name = ?').pluck();
    this.setFilled = db.prepare('UPDATE level SET filled_to_ms = ? WHERE name = ?');
    this.reload();
  }

  /** Call it after a rollback: nothing was filled. */
  reload(): void {
    for (const level of this.coarse) level.filledTo = this.filledTo.get(level.name) ?? 0;
  }

  /** Call it within a transaction. */
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

  /** The oldest slot of the last batch: rows from there on may be written again. */
  get newest(): Newest {
    return this.written;
  }

  private one(run: number, { slot, series, under, part, integral, measuredMs, min, max }: SlotRow): void {
    const key = [slot, this.names.series(series), this.names.conditions(under), run, part] as const;
    if (slot < (this.coarse[0]?.filledTo ?? 0)) {
      const before = this.stored.get(...key) ?? nothing;
      const news = [integral - before.integral, measuredMs - before.measured_ms, min, max];
      const [, id, conditions] = key;
      for (const { ms, add, filledTo } of this.coarse) {
        if (slot < filledTo) add.run(id, slot - (slot % ms), conditions, ...news);
      }
    }
    this.upsert.run(...key, integral, measuredMs, min, max);
  }

  private fill(newest: number): void {
    let passed = newest;
    for (const level of this.coarse) {
      passed -= passed % level.ms;
      if (passed <= level.filledTo) return;
      level.fill.run(level.filledTo, passed);
      this.setFilled.run(passed, level.name);
      level.filledTo = passed;
    }
  }
}
