import type { Thread } from '../work/job.js';
import type { Leaving, TaskIdentity, TaskRecord } from './task-record.js';

/** Who keeps the records. */
export interface Records {
  /** Whether tasks are counted now. */
  readonly counting: boolean;
  identify(thread: Thread, atNs: number): TaskIdentity;
  find(thread: Thread): TaskRecord | undefined;
  make(thread: Thread): TaskRecord;
  forget(thread: Thread): void;
}

const inNs = (ms: number): number => Math.round(ms * 1e6);

/** One core's scheduler as its engine tells it. Times are ms. */
export class CoreTasks {
  /** The helper writes it with each sample. */
  mhz = 0;
  private readonly records: Records;
  private threads: readonly Thread[] = [];
  private running: Thread | undefined;
  /** ns at which `running` came to the core; undefined while nobody counts. */
  private since: number | undefined;

  constructor(records: Records) {
    this.records = records;
  }

  /** These are its tasks from now on; the others end. */
  assigned(threads: readonly Thread[], at: number): void {
    if (this.running !== undefined) this.switched(undefined, at, 'end');
    for (const thread of this.threads) this.records.forget(thread);
    this.threads = threads;
    for (const thread of threads) this.records.identify(thread, inNs(at));
  }

  /** Counting begins: what runs now is seen from here on. */
  begin(running: Thread | undefined, at: number): void {
    this.running = running;
    this.since = inNs(at);
    if (running !== undefined) this.records.make(running);
  }

  end(): void {
    this.running = undefined;
    this.since = undefined;
  }

  /** The running task gives way to another, or to none. */
  switched(to: Thread | undefined, at: number, why: Leaving): void {
    if (!this.records.counting) return;
    const now = inNs(at);
    const { running, since = now } = this;
    if (running !== undefined)
      (this.records.find(running) ?? this.records.make(running)).leave(since, now, this.mhz, why);
    this.running = to;
    this.since = now;
  }

  /** Sees who was woken: by an interrupt, which counts as what it stopped, or by the running task. */
  wakes(at: number): void {
    if (!this.records.counting) return;
    const { running } = this;
    const by = running === undefined ? 0 : this.records.identify(running, inNs(at)).pid;
    for (const thread of this.threads)
      if (thread !== running && thread.runnable) this.records.find(thread)?.wake(inNs(at), by);
  }

  /** Since when that task has been running, if it is. */
  stayOf(record: TaskRecord): { readonly since: number; readonly mhz: number } | undefined {
    const { running, since, mhz } = this;
    return running === undefined || since === undefined || this.records.find(running) !== record
      ? undefined
      : { since, mhz };
  }
}
