import { setTimeout as later } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Journal, JournalHealth } from '../journal.js';
import { defaultRetention, type Retention } from '../retention.js';
import type { Batch, RunRow } from '../write-model.js';
import { Backlog } from '../writer/backlog.js';
import type { Order, Report } from './messages.js';
import type { ThreadData } from './thread.js';
import { Packer } from './wire.js';

const entry = new URL('./thread.js', import.meta.url);
const closePatienceMs = 5000;
const firstRestartMs = 1000;
const longestRestartMs = 60_000;
/** Orders the thread may be behind before batches are merged here: a disk that hangs must not fill the daemon's memory. */
const mostInFlight = 4;
const backlogRows = 2048;
/** SQLite keeps its pages outside of this heap; the rest is one batch and statement objects. */
const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, codeRangeSizeMb: 8, stackSizeMb: 1 };

/** The journal behind a thread: calls post a message and return. A thread that ends by itself is started again, at first after 1 s, at last each minute. */
export class WorkerJournal implements Journal {
  private readonly path: string;
  private readonly keeping: Retention;
  private readonly entry: URL;
  private readonly backlog = new Backlog(backlogRows);
  private worker: Worker | undefined;
  private packer = new Packer();
  /** Batches the thread has not answered for yet, undefined for other orders. */
  private inFlight: (Batch | undefined)[] = [];
  private run: RunRow | undefined;
  private facts: Readonly<Record<string, unknown>> | undefined;
  private told: JournalHealth;
  private crash: string | undefined;
  private restart: NodeJS.Timeout | undefined;
  private restartMs = firstRestartMs;
  private closed: Promise<void> | undefined;

  constructor(path: string, keep: Retention = defaultRetention, thread: URL = entry) {
    this.path = path;
    this.keeping = keep;
    this.entry = thread;
    this.told = { path, failure: undefined, movedAside: undefined };
    this.start();
  }

  begin(run: RunRow): void {
    this.run = run;
    this.post({ kind: 'begin', run });
  }

  write(batch: Batch): void {
    this.backlog.add(batch);
    if (this.inFlight.length < mostInFlight) this.hand();
  }

  inventory(facts: Readonly<Record<string, unknown>>): void {
    this.facts = facts;
    this.post({ kind: 'inventory', facts });
  }

  health(): JournalHealth {
    return this.crash === undefined ? this.told : { ...this.told, failure: this.crash };
  }

  close(): Promise<void> {
    this.closed ??= this.shut();
    return this.closed;
  }

  private async shut(): Promise<void> {
    clearTimeout(this.restart);
    if (this.worker === undefined) this.again();
    const worker = this.worker;
    if (worker === undefined) return;
    const ended = new Promise<void>(resolve => worker.once('exit', () => resolve()));
    worker.ref();
    this.hand();
    this.post({ kind: 'close' });
    const patience = new AbortController();
    // Rejects only when it is called off below.
    const late = later(closePatienceMs, 'late' as const, { signal: patience.signal }).catch(() => undefined);
    if ((await Promise.race([ended, late])) === 'late') {
      this.told = {
        ...this.told,
        failure: `${this.path}: not closed within ${closePatienceMs / 1000} s; the newest rows may be lost`,
      };
    }
    patience.abort();
    // A thread stuck in the kernel can't be terminated, so nobody waits for it.
    void worker.terminate();
  }

  private start(): void {
    const worker = new Worker(this.entry, {
      workerData: { path: this.path, keep: this.keeping } satisfies ThreadData,
      resourceLimits,
      execArgv: [],
    });
    // Whoever wants the last batch on disk calls close(); until then the thread keeps no process alive.
    worker.unref();
    worker.on('message', (report: Report) => this.heard(report));
    worker.on('error', error => {
      this.crash = `${this.path}: the writer's thread failed: ${error instanceof Error ? error.message : String(error)}`;
      this.ended(worker);
    });
    worker.on('exit', () => this.ended(worker));
    this.worker = worker;
    this.packer = new Packer();
  }

  private heard({ kind, health }: Report): void {
    this.told = health;
    if (kind === 'health') return;
    this.inFlight.shift();
    this.crash = undefined;
    this.restartMs = firstRestartMs;
    if (this.closed === undefined && this.inFlight.length < mostInFlight) this.hand();
  }

  private hand(): void {
    const batch = this.backlog.batch();
    if (batch === undefined || this.worker === undefined) return;
    this.backlog.clear();
    this.post({ kind: 'write', packed: this.packer.pack(batch) }, batch);
  }

  private post(order: Order, batch?: Batch): void {
    if (this.worker === undefined) return;
    this.worker.postMessage(order);
    this.inFlight.push(batch);
  }

  /** A thread that failed exits a little later: what is handed over in between would be lost. */
  private ended(worker: Worker): void {
    if (this.worker !== worker) return;
    const unanswered = this.inFlight;
    this.inFlight = [];
    this.worker = undefined;
    if (this.closed !== undefined) return;
    this.crash ??= `${this.path}: the writer's thread ended by itself`;
    this.keep(unanswered, this.crash);
    this.restart = setTimeout(() => this.again(), this.restartMs);
    this.restart.unref();
    this.restartMs = Math.min(this.restartMs * 2, longestRestartMs);
  }

  /** What the thread had not answered is written again: rows have keys; an event may then stand twice, which is better than not at all. */
  private keep(unanswered: readonly (Batch | undefined)[], why: string): void {
    const waiting = this.backlog.batch();
    this.backlog.clear();
    for (const batch of unanswered) if (batch !== undefined) this.backlog.add(batch);
    if (waiting !== undefined) this.backlog.add(waiting);
    const event = {
      at: Date.now(),
      kind: 'journal',
      what: 'the writer thread failed and was started again',
      detail: { why },
    };
    this.backlog.add({ until: event.at, decisions: [], slots: [], gaps: [], events: [event] });
  }

  private again(): void {
    this.start();
    if (this.run !== undefined) this.post({ kind: 'begin', run: this.run });
    if (this.facts !== undefined) this.post({ kind: 'inventory', facts: this.facts });
    this.hand();
  }
}
