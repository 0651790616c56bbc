import { statSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { inWords, isCorrupt, isRefusedRow } from '../errors.js';
import type { JournalHealth } from '../journal.js';
import type { Retention } from '../retention.js';
import type { Batch, RunRow } from '../write-model.js';
import { Backlog } from './backlog.js';
import { closeQuietly, openJournal, replace } from './opening.js';
import { Writer } from './writer.js';

const firstRetryMs = 1000;
const longestRetryMs = 60_000;
/** About 4 MiB of rows: hours of a full disk on a laptop, within the small heap of the writer's thread. */
const backlogRows = 2048;

interface Open {
  readonly db: Database;
  readonly writer: Writer;
  readonly inode: number;
}

/**
 * Writes while the disk works and waits otherwise: no failure of the disk may end the daemon. Rows that can't be written are kept (bounded).
 * After a failure the caller calls `retry` after `retryInMs`, which grows from 1 s to 60 s. A corrupt or deleted journal is replaced by a new one,
 * which continues the same run.
 */
export class RetryingWriter {
  private readonly path: string;
  private readonly now: () => number;
  private readonly backlog: Backlog;
  private open: Open | undefined;
  private run: RunRow | undefined;
  private facts: Readonly<Record<string, unknown>> | undefined;
  private factsStored = false;
  private failure: string | undefined;
  private movedAside: string | undefined;
  private waitMs: number | undefined;

  constructor(path: string, now: () => number, backlog: Backlog = new Backlog(backlogRows)) {
    this.path = path;
    this.now = now;
    this.backlog = backlog;
  }

  begin(run: RunRow): void {
    this.run = run;
    this.attempt();
  }

  write(batch: Batch): void {
    this.backlog.add(batch);
    this.attempt();
  }

  inventory(facts: Readonly<Record<string, unknown>>): void {
    this.facts = facts;
    this.factsStored = false;
    this.attempt();
  }

  /** Removes and packs old rows, step by step. If the journal can't be written now, the next call does it. */
  *retain(retention: Retention): Generator<void> {
    const { open } = this;
    if (open === undefined) return;
    const steps = open.writer.retain(this.now(), retention);
    // A batch between two steps may have opened another journal.
    while (this.open === open) {
      try {
        if (steps.next().done === true) return;
      } catch (error) {
        this.fail(error, open);
        if (this.open === undefined) this.waitMs = firstRetryMs;
        return;
      }
      yield;
    }
  }

  health(): JournalHealth {
    const { dropped } = this.backlog;
    const failure =
      dropped === 0 || this.failure === undefined ? this.failure : `${this.failure}; ${dropped} rows given up`;
    return { path: this.path, failure, movedAside: this.movedAside };
  }

  /** How long to wait before `retry`; undefined without a failure. */
  get retryInMs(): number | undefined {
    return this.waitMs;
  }

  retry(): void {
    if (this.waitMs === undefined) return;
    const waited = this.waitMs;
    this.waitMs = undefined;
    this.attempt(Math.min(waited * 2, longestRetryMs));
  }

  /** A last attempt, then the clean end of the run. */
  close(): void {
    this.retry();
    try {
      this.open?.writer.end(this.now());
    } catch (error) {
      this.failure = inWords(error, this.path);
    }
    this.drop();
  }

  private attempt(nextRetryMs = firstRetryMs): void {
    if (this.waitMs !== undefined || this.run === undefined) return;
    try {
      this.flush(this.run);
      this.failure = undefined;
    } catch (error) {
      this.fail(error, this.open);
      if (this.open === undefined) this.waitMs = nextRetryMs;
    }
  }

  private fail(error: unknown, open: Open | undefined): void {
    this.failure = inWords(error, this.path);
    if (open !== undefined && isRefusedRow(error)) {
      this.backlog.giveUp();
      return;
    }
    if (open !== undefined && isCorrupt(error)) this.quarantine(open);
    this.drop();
  }

  private quarantine(open: Open): void {
    try {
      this.movedAside = replace(open.db, this.now());
    } catch (error) {
      this.failure = inWords(error, this.path);
    }
  }

  private flush(run: RunRow): void {
    if (this.open !== undefined && this.open.inode !== inodeOf(this.path)) this.drop();
    this.open ??= this.reopen(run);
    const { writer } = this.open;
    const facts = this.factsStored ? undefined : this.facts;
    this.factsStored = true;
    if (facts !== undefined) writer.inventory(this.now(), facts);
    const batch = this.backlog.batch();
    if (batch === undefined) return;
    writer.write(this.withLoss(batch));
    this.backlog.clear();
    this.backlog.forget();
  }

  private reopen(run: RunRow): Open {
    const { db, movedAside } = openJournal(this.path, this.now());
    this.movedAside = movedAside ?? this.movedAside;
    this.factsStored = false;
    try {
      const writer = new Writer(db);
      writer.begin(run);
      return { db, writer, inode: inodeOf(this.path) };
    } catch (error) {
      closeQuietly(db);
      throw error;
    }
  }

  /** Adds an event that counts the rows given up. */
  private withLoss(batch: Batch): Batch {
    const { dropped } = this.backlog;
    if (dropped === 0) return batch;
    const what = 'rows were given up while the journal could not be written';
    const loss = { at: this.now(), kind: 'journal', what, detail: { rows: dropped, failure: this.failure ?? null } };
    return { ...batch, events: [...batch.events, loss] };
  }

  private drop(): void {
    if (this.open !== undefined) closeQuietly(this.open.db);
    this.open = undefined;
  }
}

/** Shows that a journal was deleted or replaced under an open connection, where writes would be lost. 0 if there is no file. */
function inodeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? 0;
}
