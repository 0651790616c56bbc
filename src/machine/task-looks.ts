/**
 * When to look at tasks: each look costs energy, and while none waits for a CPU the tasks say no more than the CPUs.
 *
 * 1. While tasks wait for a CPU (PSI `some`) for more than 0.4 % of the time, on the average of 10 s, and until it is less than a quarter of that:
 *    then what was seen is forgotten.
 * 2. A view is made of two looks: the second half a second after the first, two more each second, then one every 5 s.
 */
import { emaWeight } from '../governor/features/ema.js';
import type { TaskView } from '../governor/tasks/task-view.js';
import { TaskViews } from '../governor/tasks/task-views.js';
import type { TaskTable } from '../model/tasks/task.js';

const from = 0.004;
const until = 0.001;
const weight = emaWeight(10);
const first = [0.5, 1, 1];
const usual = 5;
/** After each failure in a row the next try waits twice as long, at most this, s. */
const longestPause = 600;

export class TaskLooks {
  private views = new TaskViews();
  /** Share of the time for which tasks waited. */
  private waits = 0;
  private looking = false;
  private next = Number.NEGATIVE_INFINITY;
  private looks = 0;
  private failures = 0;
  private seen: TaskView | undefined;

  /** What the newest looks said; undefined before the second of them. */
  get view(): TaskView | undefined {
    return this.seen;
  }

  /** Takes the share of `interval` s for which tasks waited. */
  follow(pressure: number | undefined, interval: number): void {
    if (!(interval > 0)) return;
    this.waits += weight(interval) * ((pressure ?? 0) - this.waits);
    if (this.waits > from) this.looking = true;
    else if (this.waits < until && this.looking) this.forget();
  }

  /** Whether to look at `at` s. */
  due(at: number): boolean {
    return this.looking && at >= this.next;
  }

  /** Takes a look that was asked for at `at` s, by whomever. */
  take(table: TaskTable, at: number): void {
    if (!this.looking) return;
    this.next = at + (first[this.looks++] ?? usual);
    this.failures = 0;
    this.seen = this.views.take(table, at);
  }

  /** There was nothing to be had at `at` s. */
  failed(at: number): void {
    this.next = at + Math.min(longestPause, usual * 2 ** this.failures++);
  }

  /** What was seen is over. */
  private forget(): void {
    this.views = new TaskViews();
    this.looking = false;
    this.looks = 0;
    if (this.failures === 0) this.next = Number.NEGATIVE_INFINITY;
    this.seen = undefined;
  }
}
