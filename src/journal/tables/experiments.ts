import type { Database } from 'better-sqlite3';
import type { ExperimentEntry, ExperimentRow, PeriodRow } from '../experiment-entries.js';
import type { Table } from './table.js';

/** An experiment is written again with each of its periods. */
export const experiments: Table<ExperimentEntry> = {
  key: ({ experiment, period }) => `${experiment.started} ${period?.block} ${period?.arm}`,
  writer: db => {
    const insert = db.prepare(`
      INSERT INTO experiment (started_ms, a, b, period_ms, washout_ms, for_ms, seed, unit, ended_ms, "end")
      VALUES (@started, @a, @b, @periodMs, @washoutMs, @forMs, @seed, @unit, @ended, @end)
      ON CONFLICT (started_ms) DO UPDATE SET ended_ms = excluded.ended_ms, "end" = excluded."end"`);
    const insertPeriod = db.prepare(`
      INSERT OR REPLACE INTO experiment_period
        (started_ms, block, arm, from_ms, until_ms, millijoules, work, measured_ms, mean_millicelsius, dropped)
      VALUES (@started, @block, @arm, @from, @until, @millijoules, @work, @measuredMs, @meanMillicelsius, @dropped)`);
    return (_run, { experiment, period }) => {
      insert.run(experiment);
      if (period !== null) insertPeriod.run({ started: experiment.started, ...period });
    };
  },
};

/** Experiments, newest first. */
export const experimentsIn = (db: Database): ExperimentRow[] =>
  db
    .prepare<[], ExperimentRow>(`
      SELECT started_ms AS started, a, b, period_ms AS periodMs, washout_ms AS washoutMs, for_ms AS forMs, seed, unit, ended_ms AS ended, "end"
      FROM experiment ORDER BY started_ms DESC`)
    .all();

/** Periods of the experiment that was started then, in order of time. */
export const periodsIn = (db: Database, started: number): PeriodRow[] =>
  db
    .prepare<[number], PeriodRow>(`
      SELECT block, arm, from_ms AS "from", until_ms AS until, millijoules, work, measured_ms AS measuredMs,
        mean_millicelsius AS meanMillicelsius, dropped
      FROM experiment_period WHERE started_ms = ? ORDER BY from_ms`)
    .all(started);
