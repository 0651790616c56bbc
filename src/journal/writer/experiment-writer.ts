import type { Database, Statement } from 'better-sqlite3';
import type { ExperimentEntry } from '../experiment-entries.js';

/** Writes experiments; an entry may come twice, or into a new file. */
export class ExperimentWriter {
  private readonly experiment: Statement<unknown[]>;
  private readonly period: Statement<unknown[]>;

  constructor(db: Database) {
    this.experiment = db.prepare(`
      INSERT INTO experiment (started_ms, a, b, period_ms, washout_ms, for_ms, seed, unit, ended_ms, "end")
      VALUES (@started, @a, @b, @periodMs, @washoutMs, @forMs, @seed, @unit, @ended, @end)
      ON CONFLICT (started_ms) DO UPDATE SET ended_ms = excluded.ended_ms, "end" = excluded."end"`);
    this.period = db.prepare(`
      INSERT OR REPLACE INTO experiment_period
        (started_ms, block, arm, from_ms, until_ms, millijoules, work, measured_ms, mean_millicelsius, dropped)
      VALUES (@started, @block, @arm, @from, @until, @millijoules, @work, @measuredMs, @meanMillicelsius, @dropped)`);
  }

  write({ experiment, period }: ExperimentEntry): void {
    this.experiment.run(experiment);
    if (period !== null) this.period.run({ started: experiment.started, ...period });
  }
}
