import type { Database } from 'better-sqlite3';
import type { Retention } from '../retention.js';
import { dayMs, type LevelName, quarterMs } from './level.js';
import { type KeptLevel, type Newest, retainLevels } from './retain-levels.js';

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
  const kept = (level: LevelName, keep: number, complete: number, whole: number): KeptLevel => {
    return { level, keep, complete, whole, oldest: oldest(level), removal: removal(level) };
  };
  retainLevels(db, now, newest, [
    kept('slot_10s', retention.slot10s, quarters, quarterMs),
    kept('slot_1min', retention.slot1min, quarters, quarterMs),
    kept('slot_15min', retention.slot15min, days, dayMs),
    kept('slot_1h', retention.slot15min, days, dayMs),
    kept('slot_1day', retention.slot15min, days, dayMs),
  ]);
}
