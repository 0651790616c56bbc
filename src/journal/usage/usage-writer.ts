import type { Database, Statement } from 'better-sqlite3';
import { type UsageEntry, type UsageLevel, type UsageRow, usageLevels, usageMs } from './entry.js';
import { largest } from './largest.js';

type Stored = [way: UsageEntry['way'], name: string, millijoules: number | null, amount: number];

/** A level whose slots are made of the slots of a finer one. */
interface Coarse {
  readonly name: UsageLevel;
  readonly ms: number;
  readonly slot: Statement<[number], Stored>;
  readonly clear: Statement<[number]>;
  readonly insert: Statement<unknown[]>;
  /** Of the finer level: slots of this one that have something in a span, and what that is. */
  readonly starts: Statement<[number, number], number>;
  readonly finer: Statement<[number, number], Stored>;
}

/**
 * Writes users by minute and fills the coarser levels from the finer ones, as rollup/levels.ts does for measured values:
 * 1. A minute's rows are replaced by those that come. A passed quarter of an hour is filled from its minutes, a passed hour from its quarters, and so on.
 * 2. A minute before that time (the clock was set back) adds its difference to the filled levels at once.
 * 3. Each slot of each level names its largest users and puts the rest into one row. So energy is conserved by way; a name may have more than a coarse
 *    slot says, when it was among the rest of a finer one.
 * It keeps nothing in memory, so a transaction that is rolled back leaves nothing behind.
 */
export class UsageWriter {
  private readonly addName: Statement<[string, string]>;
  private readonly nameId: Statement<[string, string], number>;
  private readonly minute: Statement<[number, number, number], Stored>;
  private readonly clearMinute: Statement<[number, number, number]>;
  private readonly insertMinute: Statement<unknown[]>;
  private readonly filledTo: Statement<[string], number>;
  private readonly setFilled: Statement<[number, string]>;
  private readonly coarse: readonly Coarse[];

  constructor(db: Database) {
    this.addName = db.prepare('INSERT OR IGNORE INTO usage_name (way, name) VALUES (?, ?)');
    this.nameId = db.prepare<[string, string], number>('SELECT id FROM usage_name WHERE way = ? AND name = ?').pluck();
    this.minute = db
      .prepare<[number, number, number], Stored>(entriesOf('usage_1min', 'slot_ms = ? AND run = ? AND part = ?'))
      .raw();
    this.clearMinute = db.prepare('DELETE FROM usage_1min WHERE slot_ms = ? AND run = ? AND part = ?');
    this.insertMinute = db.prepare(
      'INSERT INTO usage_1min (name, millijoules, amount, slot_ms, run, part) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.filledTo = db.prepare<[string], number>('SELECT filled_to_ms FROM level WHERE name = ?').pluck();
    this.setFilled = db.prepare('UPDATE level SET filled_to_ms = ? WHERE name = ?');
    this.coarse = usageLevels.slice(1).map((name, i) => {
      const [finer, ms] = [usageLevels[i] ?? 'usage_1min', usageMs[name]];
      return {
        name,
        ms,
        slot: db.prepare<[number], Stored>(entriesOf(name, 'slot_ms = ?')).raw(),
        clear: db.prepare(`DELETE FROM ${name} WHERE slot_ms = ?`),
        insert: db.prepare(`INSERT INTO ${name} (name, millijoules, amount, slot_ms) VALUES (?, ?, ?, ?)`),
        starts: db
          .prepare<[number, number], number>(
            `SELECT DISTINCT slot_ms - slot_ms % ${ms} FROM ${finer} WHERE slot_ms >= ? AND slot_ms < ?`,
          )
          .pluck(),
        finer: db.prepare<[number, number], Stored>(entriesOf(finer, 'slot_ms >= ? AND slot_ms < ?')).raw(),
      };
    });
  }

  /** Call it within a transaction. The same row may come twice. */
  write(run: number, { slot, part, entries }: UsageRow): void {
    const now = largest(entries);
    const filled = this.coarse.filter(({ name }) => slot < (this.filledTo.get(name) ?? 0));
    if (filled.length > 0) {
      const before = this.minute.all(slot, run, part).map(entryOf);
      const news = [...now, ...before.map(negative)];
      for (const level of filled) this.add(level, slot - (slot % level.ms), news);
    }
    this.clearMinute.run(slot, run, part);
    for (const entry of now) this.insertMinute.run(...this.figures(entry), slot, run, part);
    this.fill(slot);
  }

  private fill(newest: number): void {
    let passed = newest;
    for (const level of this.coarse) {
      passed -= passed % level.ms;
      const from = this.filledTo.get(level.name) ?? 0;
      if (passed <= from) return;
      for (const start of level.starts.all(from, passed)) {
        this.add(level, start, level.finer.all(start, start + level.ms).map(entryOf));
      }
      this.setFilled.run(passed, level.name);
    }
  }

  private add({ slot, clear, insert }: Coarse, start: number, more: readonly UsageEntry[]): void {
    const all = largest([...slot.all(start).map(entryOf), ...more]);
    clear.run(start);
    for (const entry of all) {
      if (entry.millijoules !== null || entry.amount !== 0) insert.run(...this.figures(entry), start);
    }
  }

  private figures({ way, name, millijoules, amount }: UsageEntry): [number, number | null, number] {
    this.addName.run(way, name);
    return [this.nameId.get(way, name) ?? 0, millijoules, amount];
  }
}

const entriesOf = (level: UsageLevel, where: string): string =>
  `SELECT n.way, n.name, u.millijoules, u.amount FROM ${level} u JOIN usage_name n ON n.id = u.name WHERE ${where}`;

const entryOf = ([way, name, millijoules, amount]: Stored): UsageEntry => ({ way, name, millijoules, amount });

const negative = ({ millijoules, amount, ...user }: UsageEntry): UsageEntry => ({
  ...user,
  millijoules: millijoules === null ? null : -millijoules,
  amount: -amount,
});
