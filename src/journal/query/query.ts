import type { Database } from 'better-sqlite3';
import { type DecisionColumns, decodeDecision, decodeEvent, type EventColumns } from '../decisions/decode.js';
import { type Count, Packs } from '../decisions/packs.js';
import { inWords, isCorrupt } from '../errors.js';
import type { ExperimentRow, PeriodRow } from '../experiment-entries.js';
import type { Migration } from '../migrations/migration.js';
import type {
  EnergyTotal,
  Span,
  StoredDecision,
  StoredEvent,
  StoredGap,
  StoredInventory,
  StoredRun,
} from '../read-model.js';
import { experimentsIn, periodsIn } from '../tables/experiments.js';
import { History } from './history.js';
import { openForReading } from './reading.js';
import * as sql from './statements.js';

const defaultLimit = 100;

/** Reads a journal; works beside the daemon that writes it and without one. */
export class JournalReader {
  private readonly path: string;
  private readonly db: Database;
  private readonly packs: Packs;
  /** Measured values. */
  readonly history: History;

  constructor(path: string, known?: readonly Migration[]) {
    this.path = path;
    this.db = openForReading(path, known);
    this.packs = new Packs(this.db, path);
    this.history = new History(this.db);
  }

  /** The newest run, running or not; undefined in an empty journal. */
  lastRun(): StoredRun | undefined {
    const row = this.db.prepare<[], Omit<StoredRun, 'simulated'> & { readonly simulated: number }>(sql.lastRun).get();
    return row === undefined ? undefined : { ...row, simulated: row.simulated === 1 };
  }

  /** Decisions that were in force at some time within the span, newest first. */
  decisions({
    since = 0,
    until = Number.MAX_SAFE_INTEGER,
    limit = defaultLimit,
    scope,
  }: Span & { readonly scope?: string | undefined } = {}): StoredDecision[] {
    const wanted = { since, until, limit, scope: scope ?? null };
    return this.inTransaction(() => {
      const rows = this.db.prepare<unknown[], DecisionColumns>(sql.decisions).all(wanted);
      return this.packs.among(rows.map(decodeDecision), wanted);
    });
  }

  /** The newest decision of each scope in the newest run with decisions: what `explain` says without a daemon. */
  newestDecisions(): StoredDecision[] {
    return this.db.prepare<[], DecisionColumns>(sql.newestDecisions).all().map(decodeDecision);
  }

  /** Events within the span, newest first. */
  events({ since = 0, until = Number.MAX_SAFE_INTEGER, limit = defaultLimit }: Span = {}): StoredEvent[] {
    return this.db.prepare<unknown[], EventColumns>(sql.events).all({ since, until, limit }).map(decodeEvent);
  }

  /** Events of these kinds within the span, newest first. Looks at each event of the span. */
  eventsOf(kinds: readonly string[], { since = 0, until = Number.MAX_SAFE_INTEGER, limit = defaultLimit }: Span = {}) {
    return this.db
      .prepare<unknown[], EventColumns>(sql.eventsOfKinds)
      .all({ kinds: JSON.stringify(kinds), since, until, limit })
      .map(decodeEvent);
  }

  /** How many decisions began in each step of `step` ms of UTC that has any. */
  decisionCounts(since: number, until: number, step: number): Count[] {
    return this.inTransaction(() => {
      const counts = this.db.prepare<unknown[], Count>(sql.decisionCounts).all({ since, until, step });
      return this.packs.counted(counts, since, until, step);
    });
  }

  /** How many events of this kind and text are in the span. */
  countEvents(kind: string, what: string, since: number, until: number): number {
    return Number(this.db.prepare(sql.countEvents).pluck().get({ kind, what, since, until }));
  }

  /** The newest event of this kind before `until`. */
  newestEvent(kind: string, until: number): StoredEvent | undefined {
    const row = this.db.prepare<unknown[], EventColumns>(sql.newestEvent).get({ kind, until });
    return row && decodeEvent(row);
  }

  /** Gaps that touch the span, newest first. */
  gaps({ since = 0, until = Number.MAX_SAFE_INTEGER, limit = defaultLimit }: Span = {}): StoredGap[] {
    return this.db.prepare<unknown[], StoredGap>(sql.gaps).all({ since, until, limit });
  }

  /** Energy by domain. The slot that `since` lies in counts whole: 10 s, or a minute or a quarter of an hour if 10 s are not kept any more. */
  energy({ since = 0, until = Number.MAX_SAFE_INTEGER }: Omit<Span, 'limit'> = {}): EnergyTotal[] {
    const totals = new Map<string, EnergyTotal>();
    for (const { name, integral, measuredMs, max } of this.history.sums(
      [{ from: since, until }],
      s => s.kind === 'energy',
    )[0] ?? []) {
      const before = totals.get(name) ?? { domain: name, millijoules: 0, measuredMs: 0, maxMilliwatts: 0 };
      totals.set(name, {
        domain: name,
        millijoules: before.millijoules + integral,
        measuredMs: before.measuredMs + measuredMs,
        maxMilliwatts: Math.max(before.maxMilliwatts, max ?? 0),
      });
    }
    return [...totals.values()];
  }

  /** The newest inventory of the machine. */
  inventory(): StoredInventory | undefined {
    const row = this.db.prepare<[], { readonly at: number; readonly facts: string }>(sql.inventory).get();
    return row === undefined ? undefined : { at: row.at, facts: JSON.parse(row.facts) as StoredInventory['facts'] };
  }

  /** Runs a query from a table's own file (tables/), so that a new table needs no method here. */
  ask<T>(question: (db: Database) => T): T {
    return question(this.db);
  }

  /** Experiments, newest first. */
  experiments(): ExperimentRow[] {
    return this.ask(experimentsIn);
  }

  /** Periods of the experiment that was started then, in order of time. */
  experimentPeriods(started: number): PeriodRow[] {
    return this.ask(db => periodsIn(db, started));
  }

  /** Everything wrong with the file and its packs; empty when it is sound. Reads the whole file. */
  integrity(): string[] {
    try {
      const rows = this.db.prepare<[], string>('PRAGMA integrity_check').pluck().all();
      return [...rows.filter(row => row !== 'ok'), ...this.packs.damage()];
    } catch (error) {
      if (isCorrupt(error)) return [inWords(error, this.path)];
      throw error;
    }
  }

  /** Rows and packs of the same moment: between two queries the daemon may turn rows into packs. */
  private inTransaction<T>(ask: () => T): T {
    return this.db.transaction(ask)();
  }

  close(): void {
    this.db.close();
  }
}
