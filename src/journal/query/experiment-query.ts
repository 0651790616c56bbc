import type { Database } from 'better-sqlite3';
import type { ExperimentRow, PeriodRow } from '../experiment-entries.js';

/** Experiments, newest first. */
export function experimentsIn(db: Database): ExperimentRow[] {
  return db
    .prepare<[], ExperimentRow>(`
      SELECT started_ms AS started, a, b, period_ms AS periodMs, washout_ms AS washoutMs, for_ms AS forMs, seed, unit, ended_ms AS ended, "end"
      FROM experiment ORDER BY started_ms DESC`)
    .all();
}

/** Periods of the experiment that was started then, in time's order. */
export function periodsIn(db: Database, started: number): PeriodRow[] {
  return db
    .prepare<[number], PeriodRow>(`
      SELECT block, arm, from_ms AS "from", until_ms AS until, millijoules, work, measured_ms AS measuredMs,
        mean_millicelsius AS meanMillicelsius, dropped
      FROM experiment_period WHERE started_ms = ? ORDER BY from_ms`)
    .all(started);
}
