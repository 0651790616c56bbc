import type { Database } from 'better-sqlite3';
import type { ExperimentEntry, ExperimentRow, PeriodRow, ToldWork } from '../experiment-entries.js';
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
    const insertWork = db.prepare(`
      INSERT OR REPLACE INTO experiment_work (started_ms, block, arm, unit, amount, messages)
      VALUES (@started, @block, @arm, @unit, @amount, @messages)`);
    return (_run, { experiment, period }) => {
      insert.run(experiment);
      if (period === null) return;
      const { told, ...row } = period;
      const { started } = experiment;
      insertPeriod.run({ started, ...row });
      for (const work of told) insertWork.run({ started, block: row.block, arm: row.arm, ...work });
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
export function periodsIn(db: Database, started: number): PeriodRow[] {
  const told = db.prepare<[number, number, string], ToldWork>(`
    SELECT unit, amount, messages FROM experiment_work WHERE started_ms = ? AND block = ? AND arm = ? ORDER BY unit`);
  return db
    .prepare<[number], Omit<PeriodRow, 'told'>>(`
      SELECT block, arm, from_ms AS "from", until_ms AS until, millijoules, work, measured_ms AS measuredMs,
        mean_millicelsius AS meanMillicelsius, dropped
      FROM experiment_period WHERE started_ms = ? ORDER BY from_ms`)
    .all(started)
    .map(row => ({ ...row, told: told.all(started, row.block, row.arm) }));
}
