import type { Database, Statement } from 'better-sqlite3';
import type { RunRow } from '../write-model.js';

interface Newest {
  readonly id: number;
  readonly started_ms: number;
  readonly until_ms: number;
  readonly ended_ms: number | null;
  readonly boot_id: string;
}

/** The runs of the daemon. The time between two runs is a `gap` row, whether the first one ended cleanly or was killed. */
export class RunLedger {
  private readonly newest: Statement<[], Newest>;
  private readonly insert: Statement<unknown[]>;
  private readonly extendRow: Statement<[number, number]>;
  private readonly endRow: Statement<[number, number, number]>;
  private readonly gap: Statement<[number, number, number]>;

  constructor(db: Database) {
    this.newest = db.prepare('SELECT id, started_ms, until_ms, ended_ms, boot_id FROM run ORDER BY id DESC LIMIT 1');
    this.insert = db.prepare(
      'INSERT INTO run (started_ms, until_ms, boot_id, version, machine, simulated) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.extendRow = db.prepare('UPDATE run SET until_ms = max(until_ms, ?) WHERE id = ?');
    this.endRow = db.prepare('UPDATE run SET ended_ms = ?, until_ms = max(until_ms, ?) WHERE id = ?');
    this.gap = db.prepare("INSERT INTO gap (run, from_ms, until_ms, why) VALUES (?, ?, ?, 'stopped')");
  }

  /** The run's id: of a new row, or of the newest row if it is this run and still open. */
  begin(run: RunRow): number {
    const before = this.newest.get();
    const same = before?.started_ms === run.started && before.boot_id === run.bootId && before.ended_ms === null;
    if (same) return before.id;
    const { started, bootId, version, machine, simulated } = run;
    const id = Number(this.insert.run(started, started, bootId, version, machine, simulated ? 1 : 0).lastInsertRowid);
    // If the clock was set back, the start is before the last end: then there is no gap in UTC.
    if (before !== undefined && before.until_ms < started) this.gap.run(id, before.until_ms, started);
    return id;
  }

  /** The run was alive at `until`. */
  extend(run: number, until: number): void {
    this.extendRow.run(until, run);
  }

  end(run: number, at: number): void {
    this.endRow.run(at, at, run);
  }
}
