import type { Database } from 'better-sqlite3';
import type { Keep } from './keep.js';
import { quarterMs } from './levels.js';
import type { LevelName } from './stretches.js';

/**
 * No run takes more than this off the old end: where the clock is wrong for an hour it costs a day, and a journal that lay still for months
 * catches up day by day, in transactions that stay small.
 */
export const mostAtOnceMs = 86_400_000;

/** The slot that is being written: nothing around it may go, however old the clock says it is. */
export interface Newest {
  readonly run: number;
  readonly slot: number;
}

const oldest: Readonly<Record<LevelName, string>> = {
  slot_10s: 'SELECT min(slot_ms) FROM slot_10s',
  slot_1min: 'SELECT min((SELECT min(slot_ms) FROM slot_1min WHERE series = s.id)) FROM series s',
  slot_15min: 'SELECT min((SELECT min(slot_ms) FROM slot_15min WHERE series = s.id)) FROM series s',
};

/** By series, since that is how the coarse levels are found. */
const removal: Readonly<Record<LevelName, string>> = {
  slot_10s: 'DELETE FROM slot_10s WHERE slot_ms < :before AND NOT (run = :run AND slot_ms >= :open)',
  slot_1min: 'DELETE FROM slot_1min WHERE series IN (SELECT id FROM series) AND slot_ms < :before',
  slot_15min: 'DELETE FROM slot_15min WHERE series IN (SELECT id FROM series) AND slot_ms < :before',
};

/** Removes slots that are older than they are kept, whole quarters of an hour, and never what the coarsest level doesn't have yet. */
export function retainSlots(db: Database, now: number, keep: Keep, newest: Newest): void {
  const filled = Number(db.prepare("SELECT filled_to_ms FROM level WHERE name = 'slot_15min'").pluck().get());
  const levels: readonly (readonly [LevelName, number])[] = [
    ['slot_10s', keep.slot10s],
    ['slot_1min', keep.slot1min],
    ['slot_15min', keep.slot15min],
  ];
  for (const [level, ms] of levels) {
    const first: unknown = db.prepare(oldest[level]).pluck().get();
    if (typeof first !== 'number' || ms === Number.POSITIVE_INFINITY) continue;
    const wanted = Math.min(now - ms, first + mostAtOnceMs, filled);
    const before = wanted - (wanted % quarterMs);
    if (before <= first) continue;
    const bounds = level === 'slot_10s' ? { run: newest.run, open: newest.slot - quarterMs } : {};
    db.transaction(() => {
      db.prepare(removal[level]).run({ before, ...bounds });
      db.prepare('UPDATE level SET kept_from_ms = max(kept_from_ms, ?) WHERE name = ?').run(before, level);
    })();
  }
}
