import type { Database } from 'better-sqlite3';
import type { Retention } from '../retention.js';
import { dayMs, type LevelName, quarterMs } from './level.js';

/**
 * No run takes more than this off the old end: where the clock is wrong for an hour it costs a day, and a journal that lay still for months
 * catches up day by day, in transactions that stay small.
 */
export const mostAtOnceMs = dayMs;

/** The slot that is being written: nothing around it may go, however old the clock says it is. */
export interface Newest {
  readonly run: number;
  readonly slot: number;
}

const oldest = (level: LevelName): string =>
  level === 'slot_10s'
    ? 'SELECT min(slot_ms) FROM slot_10s'
    : `SELECT min((SELECT min(slot_ms) FROM ${level} WHERE series = s.id)) FROM series s`;

/** By series, since that is how the coarse levels are found. */
const removal = (level: LevelName): string =>
  level === 'slot_10s'
    ? 'DELETE FROM slot_10s WHERE slot_ms < :before AND NOT (run = :run AND slot_ms >= :open)'
    : `DELETE FROM ${level} WHERE series IN (SELECT id FROM series) AND slot_ms < :before`;

/**
 * Removes slots that are older than they are kept, and never what the coarser level doesn't have yet: whole quarters of an hour of the fine levels,
 * whole days of those that go together with the quarters.
 */
export function retainSlots(db: Database, now: number, keep: Retention, newest: Newest): void {
  const filled = db.prepare<[LevelName], number>('SELECT filled_to_ms FROM level WHERE name = ?').pluck();
  const [quarters, days] = [filled.get('slot_15min') ?? 0, filled.get('slot_1day') ?? 0];
  const levels: readonly (readonly [LevelName, number, number, number])[] = [
    ['slot_10s', keep.slot10s, quarters, quarterMs],
    ['slot_1min', keep.slot1min, quarters, quarterMs],
    ['slot_15min', keep.slot15min, days, dayMs],
    ['slot_1h', keep.slot15min, days, dayMs],
    ['slot_1day', keep.slot15min, days, dayMs],
  ];
  for (const [level, ms, complete, whole] of levels) {
    const first: unknown = db.prepare(oldest(level)).pluck().get();
    if (typeof first !== 'number' || ms === Number.POSITIVE_INFINITY) continue;
    const wanted = Math.min(now - ms, first + mostAtOnceMs, complete);
    const before = wanted - (wanted % whole);
    if (before <= first) continue;
    const bounds = level === 'slot_10s' ? { run: newest.run, open: newest.slot - quarterMs } : {};
    db.transaction(() => {
      db.prepare(removal(level)).run({ before, ...bounds });
      db.prepare('UPDATE level SET kept_from_ms = max(kept_from_ms, ?) WHERE name = ?').run(before, level);
    })();
  }
}
