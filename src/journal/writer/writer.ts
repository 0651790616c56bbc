import type { Database, Statement } from 'better-sqlite3';
import { DecisionWriter } from '../decisions/decision-writer.js';
import { packDecisions } from '../decisions/pack-decisions.js';
import { retainDecisions } from '../decisions/retain-decisions.js';
import type { Retention } from '../retention.js';
import { Levels } from '../rollup/levels.js';
import { retainSlots } from '../rollup/retain-slots.js';
import { type TableRows, tablesWriter } from '../tables/tables.js';
import { retainUsage } from '../usage/retain-usage.js';
import type { Batch, RunRow } from '../write-model.js';
import { Names } from './names.js';
import { RunLedger } from './run-ledger.js';

/** 16 MiB: about what a day of a busy machine frees. */
const pagesAtOnce = 4096;

/** Writes one run of the daemon into an open journal. Each call is one transaction, so a kill leaves whole batches. */
export class Writer {
  private readonly db: Database;
  private readonly ledger: RunLedger;
  private readonly decisions: DecisionWriter;
  private readonly names: Names;
  private readonly levels: Levels;
  private readonly writeTables: (run: number, rows: TableRows) => void;
  private readonly newestFacts: Statement<[], string>;
  private readonly facts: Statement<unknown[]>;
  private run = 0;

  constructor(db: Database) {
    this.db = db;
    this.ledger = new RunLedger(db);
    this.decisions = new DecisionWriter(db);
    this.names = new Names(db);
    this.levels = new Levels(db, this.names);
    this.writeTables = tablesWriter(db);
    this.newestFacts = db.prepare<[], string>('SELECT facts FROM machine ORDER BY id DESC LIMIT 1').pluck();
    this.facts = db.prepare('INSERT INTO machine (run, at_ms, facts) VALUES (?, ?, ?)');
  }

  /** Opens the run's row, or continues it if the run was being written before (the writer's thread or the file was replaced). */
  begin(run: RunRow): void {
    this.db.transaction(() => {
      this.run = this.ledger.begin(run);
    })();
  }

  /** Known rows grow, others are inserted: a batch may be written again, or into a new file. */
  write(batch: Batch): void {
    try {
      this.transact(batch);
    } catch (error) {
      this.names.forget();
      this.decisions.forget();
      this.levels.reload();
      throw error;
    }
  }

  /** Stores the machine's inventory if it differs from the newest one, so the rows show when hardware or system changed. */
  inventory(at: number, facts: Readonly<Record<string, unknown>>): void {
    const text = JSON.stringify(facts);
    if (this.newestFacts.get() !== text) this.facts.run(this.run, at, text);
  }

  /** Removes rows past their retention and packs old decisions, in small transactions. Batches may be written between two steps. */
  *retain(now: number, retention: Retention): Generator<void> {
    retainSlots(this.db, now, retention, this.levels.newest);
    yield;
    retainUsage(this.db, now, retention, this.levels.newest);
    yield;
    try {
      yield* retainDecisions(this.db, this.decisions, now, retention.decisions);
    } catch (error) {
      this.decisions.forget();
      throw error;
    }
    yield* packDecisions(this.db, now);
    this.db.pragma(`incremental_vacuum(${pagesAtOnce})`);
  }

  /** Marks the run as ended cleanly. */
  end(at: number): void {
    this.ledger.end(this.run, at);
  }

  private transact(batch: Batch): void {
    this.db.transaction(() => {
      for (const row of batch.decisions) this.decisions.write(this.run, row);
      this.levels.write(this.run, batch.slots);
      this.writeTables(this.run, batch);
      this.ledger.extend(this.run, batch.until);
    })();
  }
}
