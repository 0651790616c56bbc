import { messageOf } from '../../control/protocol/errors.js';
import { type Attribution, attribute } from '../../governor/attribution/attribute.js';
import { MinuteAccount } from '../../governor/attribution/minute-account.js';
import type { TaskNames } from '../../governor/attribution/task-groups.js';
import type { Machine } from '../../machine/machine.js';
import type { TaskAccount } from '../../model/tasks/account.js';
import type { Task, TaskTable } from '../../model/tasks/task.js';
import { TaskHistory } from '../../model/tasks/task-history.js';
import type { TaskInterval } from '../../model/tasks/task-use.js';
import type { Log } from '../log.js';
import type { LoopObserver, Measured } from '../loop/observer.js';
import { EnergyMeter, type MeterMark } from './energy-meter.js';
import type { TaskViewing } from './task-viewing.js';

const accountSeconds = 60;
/** How long the kernel goes on counting: beyond the next look of an account, which may wait for a batch, and beyond a person's refresh. */
const holdForAccount = 180;
const holdForPeople = 30;
/** What was seen less than so many ms ago is news enough for who asks. */
const freshMs = 1500;
/** From the first look, which tells nothing yet, to the second one. */
const firstMs = 1000;
/** The newest interval is dropped when nobody has asked for it for so long. */
const keptMs = 10_000;
/** For the last look: the machine waits to be put back. */
const lastLookMs = 1000;
/** For a batch, and for an answer of a helper that loads its programs on a busy machine. */
const patienceMs = 25_000;

/** The newest interval, and whose energy it was. */
export interface WatchedTasks {
  readonly interval: TaskInterval;
  /** s between the two looks. */
  readonly seconds: number;
  readonly table: Omit<TaskTable, 'tasks'>;
  /** How many tasks there are. */
  readonly tasks: number;
  readonly packageJoules: number | undefined;
  readonly shared: Attribution;
}

export interface TaskWatchOptions {
  readonly machine: Pick<Machine, 'tasks' | 'sample'>;
  /** Whether an account is wanted each minute. */
  readonly account: () => boolean;
  /** The rules' view: it too says when to look, and sees each look. */
  readonly viewing: Pick<TaskViewing, 'due' | 'take' | 'failed'>;
  readonly names: TaskNames & { learn(tasks: readonly Task[]): void };
  readonly publish: (account: TaskAccount) => void;
  /** There will be no accounts; `wall` is Unix s. */
  readonly unaccounted: (why: string, wall: number) => void;
  /** Monotonic ms. */
  readonly stopwatch: () => number;
  readonly log: Log;
}

/** When a look was; `wall` is Unix s, `at` monotonic s. */
interface Look {
  readonly mark: MeterMark;
  readonly wall: number;
  readonly at: number;
  /** s for which the kernel goes on counting after it. */
  readonly hold: number;
}

interface Waiting {
  readonly resolve: (watched: WatchedTasks) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Looks at the machine's tasks: once a minute for the account, when the rules' view needs one (task-viewing.ts), and while somebody asks as often as they
 * do, once in 1.5 s at most.
 *
 * 1. A look comes after a batch of samples, so that a quiet machine is not woken for it, and energy and tasks are of the same time.
 * 2. All looks make one account and one view: a task that ended is told in one look only.
 * 3. Where tasks can't be had that is logged once. Then people's requests ask again, and the view seldom, until the helper was away.
 *
 * Holds 64 bytes a task, and for as long as somebody asks the newest interval.
 */
export class TaskWatch implements LoopObserver {
  private readonly options: TaskWatchOptions;
  private readonly meter = new EnergyMeter();
  private readonly history = new TaskHistory();
  private last: Look | undefined;
  /** With its first look, before which nothing counts, and its last one. */
  private minute: { readonly account: MinuteAccount; readonly began: Look; ended: Look } | undefined;
  private newest: WatchedTasks | undefined;
  private newestAt = Number.NEGATIVE_INFINITY;
  private askedAt = Number.NEGATIVE_INFINITY;
  private waiting: Waiting[] = [];
  private looking = false;
  private running: Promise<void> = Promise.resolve();
  private trouble: string | undefined;
  private away = false;

  constructor(options: TaskWatchOptions) {
    this.options = options;
  }

  /** What tasks did since the look before, which was up to a minute ago; rejects with the reason where that can't be had. */
  ask(): Promise<WatchedTasks> {
    const { stopwatch, machine } = this.options;
    this.askedAt = stopwatch();
    if (machine.tasks === undefined) return Promise.reject(new Error('this machine tells nothing of its tasks'));
    if (this.away) return Promise.reject(new Error('tasks can’t be seen now: the helper is away'));
    if (this.newest !== undefined && this.askedAt - this.newestAt < freshMs) return Promise.resolve(this.newest);
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => waiting.reject(new Error('tasks were not told in time: try again')), patienceMs);
      late.unref();
      const settled = (then: () => void): void => {
        clearTimeout(late);
        this.waiting = this.waiting.filter(each => each !== waiting);
        then();
      };
      const waiting: Waiting = {
        resolve: watched => settled(() => resolve(watched)),
        reject: error => settled(() => reject(error)),
      };
      this.waiting.push(waiting);
      if (!this.looking) machine.sample();
    });
  }

  measured(measured: Measured): void {
    this.meter.measured(measured, this.options.account());
  }

  batched(_at: unknown, wall: number): void {
    const { stopwatch, account, machine, viewing } = this.options;
    const now = stopwatch();
    if (this.newest !== undefined && now - this.askedAt > keptMs) this.newest = undefined;
    if (this.looking || this.away || machine.tasks === undefined) return;
    const since = this.last === undefined ? Number.POSITIVE_INFINITY : now / 1000 - this.last.at;
    const due = account() && this.trouble === undefined && since >= accountSeconds;
    if (due || this.waiting.length > 0 || viewing.due(now / 1000)) this.running = this.look(wall / 1000, now / 1000);
  }

  /** The daemon stops: publishes the account up to now, or up to the look before where a last one can't be had soon. `wall` is UTC ms. */
  async finish(wall: number): Promise<void> {
    const { account, stopwatch } = this.options;
    if (account() && !this.away && this.last !== undefined) {
      let soon: NodeJS.Timeout | undefined;
      const late = new Promise<void>(resolve => {
        soon = setTimeout(resolve, lastLookMs);
      });
      const look = this.looking ? this.running : this.look(wall / 1000, stopwatch() / 1000);
      await Promise.race([look, late]);
      clearTimeout(soon);
    }
    // What is still told belongs to no account.
    this.away = true;
    this.end();
  }

  hello(): void {
    if (this.away) this.trouble = undefined;
    this.away = false;
  }

  lost(why: string): void {
    this.away = true;
    this.forget();
    this.fail(`tasks can’t be seen now: ${why}`);
  }

  private async look(wall: number, at: number): Promise<void> {
    const { machine, account } = this.options;
    const now: Look = { mark: this.meter.mark(), wall, at, hold: account() ? holdForAccount : holdForPeople };
    this.looking = true;
    // The kernel counts anew if it was not asked in time.
    if (this.last !== undefined && at - this.last.at >= this.last.hold) this.forget();
    try {
      const table = await machine.tasks?.({ holdSeconds: now.hold });
      this.looking = false;
      if (table !== undefined && !this.away) this.take(table, now);
    } catch (error) {
      this.looking = false;
      this.options.viewing.failed(at);
      this.failed(messageOf(error).replace(/^tasks: /, ''), wall);
    }
  }

  private take(table: TaskTable, now: Look): void {
    const { names, stopwatch, machine, account, viewing } = this.options;
    const { last } = this;
    this.trouble = undefined;
    viewing.take(table, now.at);
    const uses = this.history.take(table);
    this.last = now;
    if (uses === undefined || last === undefined) {
      // Nothing is known of the time before, and who waits is told of the time from now on.
      this.end();
      if (this.waiting.length > 0) setTimeout(() => machine.sample(), firstMs).unref();
      return;
    }
    names.learn(table.tasks);
    const { tasks, ...rest } = table;
    const metered = this.meter.between(last.mark, now.mark);
    const drawn = table.uncounted === undefined ? metered : { ...metered, memoryJoules: undefined };
    const interval = { from: Math.min(last.wall, now.wall), to: now.wall, uses };
    const shared = attribute(uses, drawn);
    const { packageJoules } = drawn;
    const seconds = now.at - last.at;
    if (account()) {
      this.minute ??= { account: new MinuteAccount(interval.from), began: last, ended: now };
      this.minute.ended = now;
      this.minute.account.add(interval, packageJoules, shared, names);
      this.minute.account.gpus.add(table.gpus ?? [], names);
      if (now.at - this.minute.began.at >= accountSeconds) this.end();
    }
    if (this.waiting.length === 0) return;
    this.newest = { interval, seconds, table: rest, tasks: tasks.length, packageJoules, shared };
    this.newestAt = stopwatch();
    for (const { resolve } of this.waiting) resolve(this.newest);
  }

  /** Publishes what was gathered. */
  private end(): void {
    const { minute } = this;
    this.minute = undefined;
    if (minute === undefined) return;
    const { account, began, ended } = minute;
    this.options.publish(account.account(this.meter.gpusBetween(began.mark, ended.mark)));
  }

  private forget(): void {
    this.end();
    this.history.forget();
    this.last = undefined;
  }

  private failed(why: string, wall: number): void {
    // A helper that went says nothing of tasks.
    if (this.away) return;
    if (this.trouble === undefined && this.options.account()) {
      this.options.log('info', `energy is not told by application: ${why}`);
      this.options.unaccounted(why, wall);
    }
    this.trouble = why;
    this.forget();
    this.fail(`tasks can’t be had: ${why}`);
  }

  private fail(why: string): void {
    for (const { reject } of this.waiting) reject(new Error(why));
  }
}
