import type { Database } from 'better-sqlite3';
import { dayMs, quarterMs } from './level.js';

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

/** A level, and how its slots go. Times in ms. */
export interface KeptLevel {
  readonly level: string;
  readonly keep: number;
  /** Up to when the coarser level has all of it, and in what pieces it goes. */
  readonly complete: number;
  readonly whole: number;
  /** SQL: the start of the oldest slot, and the removal of all slots before `:before`; the finest level's leaves those of `:run` from `:open` on. */
  readonly oldest: string;
  readonly removal: string;
}

/** Removes slots past their retention, but none that the coarser level does not have yet. The finest level comes first. */
export function retainLevels(db: Database, now: number, newest: Newest, levels: readonly KeptLevel[]): void {
  for (const [i, { level, keep, complete, whole, oldest, removal }] of levels.entries()) {
    const first: unknown = db.prepare(oldest).pluck().get();
    if (typeof first !== 'number' || keep === Number.POSITIVE_INFINITY) continue;
    const wanted = Math.min(now - keep, first + maxPerRunMs, complete);
    const before = wanted - (wanted % whole);
    if (before <= first) continue;
    const bounds = i === 0 ? { run: newest.run, open: newest.slot - quarterMs } : {};
    db.transaction(() => {
      db.prepare(removal).run({ before, ...bounds });
      db.prepare('UPDATE level SET kept_from_ms = max(kept_from_ms, ?) WHERE name = ?').run(before, level);
    })();
  }
}
