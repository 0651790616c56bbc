import { setTimeout as later } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Journal, JournalHealth } from '../journal.js';
import { defaultRetention, type Retention } from '../retention.js';
import type { Batch, RunRow } from '../write-model.js';
import { Backlog } from '../writer/backlog.js';
import type { Command, Reply } from './messages.js';
import type { ThreadData } from './thread.js';
import { Packer } from './wire.js';

const entry = new URL('./thread.js', import.meta.url);
const closeTimeoutMs = 5000;
const firstRestartMs = 1000;
const longestRestartMs = 60_000;
/** Unanswered commands before batches are merged here: a disk that hangs must not fill the daemon's memory. */
const maxInFlight = 4;
const backlogRows = 2048;
/** SQLite's pages are outside of this heap; it holds one batch and the statements. */
const resourceLimits = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, codeRangeSizeMb: 8, stackSizeMb: 1 };

/** The journal in a thread: calls post a message and return. A thread that ends by itself is started again, after 1 s at first, up to 60 s later. */
export class WorkerJournal implements Journal {
  private readonly path: string;
  private readonly retention: Retention;
  private readonly entry: URL;
  private readonly backlog = new Backlog(backlogRows);
  private worker: Worker | undefined;
  private packer = new Packer();
  /** Batches that the thread has not answered yet; undefined for other commands. */
  private inFlight: (Batch | undefined)[] = [];
  private run: RunRow | undefined;
  private facts: Readonly<Record<string, unknown>> | undefined;
  private lastHealth: JournalHealth;
  private crash: string | undefined;
  private restart: NodeJS.Timeout | undefined;
  private readonly firstRestart: number;
  private restartMs: number;
  private closed: Promise<void> | undefined;

  /** `firstRestart`: how long after its first failure the thread is started again, ms. */
  constructor(
    path: string,
    retention: Retention = defaultRetention,
    thread: URL = entry,
    firstRestart = firstRestartMs,
  ) {
    this.path = path;
    this.firstRestart = firstRestart;
    this.restartMs = firstRestart;
    this.retention = retention;
    this.entry = thread;
    this.lastHealth = { path, failure: undefined, movedAside: undefined };
    this.start();
  }

  begin(run: RunRow): void {
    this.run = run;
    this.post({ kind: 'begin', run });
  }

  write(batch: Batch): void {
    this.backlog.add(batch);
    if (this.inFlight.length < maxInFlight) this.sendBacklog();
  }

  inventory(facts: Readonly<Record<string, unknown>>): void {
    this.facts = facts;
    this.post({ kind: 'inventory', facts });
  }

  health(): JournalHealth {
    return this.crash === undefined ? this.lastHealth : { ...this.lastHealth, failure: this.crash };
  }

  close(): Promise<void> {
    this.closed ??= this.closeThread();
    return this.closed;
  }

  private async closeThread(): Promise<void> {
    clearTimeout(this.restart);
    if (this.worker === undefined) this.startAgain();
    const worker = this.worker;
    if (worker === undefined) return;
    const ended = new Promise<void>(resolve => worker.once('exit', () => resolve()));
    worker.ref();
    this.sendBacklog();
    this.post({ kind: 'close' });
    const timeout = new AbortController();
    // Rejects only when it is aborted below.
    const late = later(closeTimeoutMs, 'late' as const, { signal: timeout.signal }).catch(() => undefined);
    if ((await Promise.race([ended, late])) === 'late') {
      this.lastHealth = {
        ...this.lastHealth,
        failure: `${this.path}: not closed within ${closeTimeoutMs / 1000} s; the newest rows may be lost`,
      };
    }
    timeout.abort();
    // A thread stuck in the kernel can't be terminated, so don't wait for it.
    void worker.terminate();
  }

  private start(): void {
    const worker = new Worker(this.entry, {
      workerData: { path: this.path, retention: this.retention } satisfies ThreadData,
      resourceLimits,
      execArgv: [],
    });
    // Call close() to get the last batch on disk; until then the thread keeps no process alive.
    worker.unref();
    worker.on('message', (reply: Reply) => this.onReply(reply));
    worker.on('error', error => {
      this.crash = `${this.path}: the writer's thread failed: ${error instanceof Error ? error.message : String(error)}`;
      this.onExit(worker);
    });
    worker.on('exit', () => this.onExit(worker));
    this.worker = worker;
    this.packer = new Packer();
  }

  private onReply({ kind, health }: Reply): void {
    this.lastHealth = health;
    if (kind === 'health') return;
    this.inFlight.shift();
    this.crash = undefined;
    this.restartMs = this.firstRestart;
    if (this.closed === undefined && this.inFlight.length < maxInFlight) this.sendBacklog();
  }

  private sendBacklog(): void {
    const batch = this.backlog.batch();
    if (batch === undefined || this.worker === undefined) return;
    this.backlog.clear();
    this.post({ kind: 'write', packed: this.packer.pack(batch) }, batch);
  }

  private post(command: Command, batch?: Batch): void {
    if (this.worker === undefined) return;
    this.worker.postMessage(command);
    this.inFlight.push(batch);
  }

  /** A thread that failed exits a little later: what is sent in between would be lost. */
  private onExit(worker: Worker): void {
    if (this.worker !== worker) return;
    const unanswered = this.inFlight;
    this.inFlight = [];
    this.worker = undefined;
    if (this.closed !== undefined) return;
    this.crash ??= `${this.path}: the writer's thread ended by itself`;
    this.requeue(unanswered, this.crash);
    this.restart = setTimeout(() => this.startAgain(), this.restartMs);
    this.restart.unref();
    this.restartMs = Math.min(this.restartMs * 2, longestRestartMs);
  }

  /** Unanswered batches are written again. Rows have keys; an event may be written twice, which is better than not at all. */
  private requeue(unanswered: readonly (Batch | undefined)[], why: string): void {
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

  private startAgain(): void {
    this.start();
    if (this.run !== undefined) this.post({ kind: 'begin', run: this.run });
    if (this.facts !== undefined) this.post({ kind: 'inventory', facts: this.facts });
    this.sendBacklog();
  }
}
