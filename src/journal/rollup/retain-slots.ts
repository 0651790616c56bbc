import type { Database } from 'better-sqlite3';
import type { Retention } from '../retention.js';
import { dayMs, type LevelName, quarterMs } from './level.js';

/**
 * One run removes no more than this. So a clock that is wrong for an hour costs a day, and a journal that was not used for months catches up day by
 * day in small transactions.
 */
export const maxPerRunMs = dayMs;

/** The slot that is being written: it and its neighbours stay, however old the clock says they are. */
export interface Newest {
  readonly run: number;
  readonly slot: number;
}

const oldest = (level: LevelName): string =>
  level === 'slot_10s'
    ? 'SELECT min(slot_ms) FROM slot_10s'
    : `SELECT min((SELECT min(slot_ms) FROM ${level} WHERE series = s.id)) FROM series s`;

/** By series, which begins the key of the coarse levels. */
const removal = (level: LevelName): string =>
  level === 'slot_10s'
    ? 'DELETE FROM slot_10s WHERE slot_ms < :before AND NOT (run = :run AND slot_ms >= :open)'
    : `DELETE FROM ${level} WHERE series IN (SELECT id FROM series) AND slot_ms < :before`;

/**
 * Removes slots past their retention, but none that the coarser level does not have yet: whole quarters of an hour of the two fine levels, whole days
 * of the others.
 */
export function retainSlots(db: Database, now: number, retention: Retention, newest: Newest): void {
  const filled = db.prepare<[LevelName], number>('SELECT filled_to_ms FROM level WHERE name = ?').pluck();
  const [quarters, days] = [filled.get('slot_15min') ?? 0, filled.get('slot_1day') ?? 0];
  const levels: readonly (readonly [LevelName, number, number, number])[] = [
    ['slot_10s', retention.slot10s, quarters, quarterMs],
    ['slot_1min', retention.slot1min, quarters, quarterMs],
    ['slot_15min', retention.slot15min, days, dayMs],
    ['slot_1h', retention.slot15min, days, dayMs],
    ['slot_1day', retention.slot15min, days, dayMs],
  ];
  for (const [level, ms, complete, whole] of levels) {
    const first: unknown = db.prepare(oldest(level)).pluck().get();
    if (typeof first !== 'number' || ms === Number.POSITIVE_INFINITY) continue;
    const wanted = Math.min(now - ms, first + maxPerRunMs, complete);
    const before = wanted - (wanted % whole);
    if (before <= first) continue;
    const bounds = level === 'slot_10s' ? { run: newest.run, open: newest.slot - quarterMs } : {};
    db.transaction(() => {
      db.prepare(removal(level)).run({ before, ...bounds });
      db.prepare('UPDATE level SET kept_from_ms = max(kept_from_ms, ?) WHERE name = ?').run(before, level);
    })();
  }
}
