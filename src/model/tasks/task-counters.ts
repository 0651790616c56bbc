import type { Task } from './task.js';

/** What of a task only grows. */
export type Counter = 'run' | 'wait' | 'sleep' | 'work' | 'wakeups' | 'voluntary' | 'involuntary' | 'misses';

/** Before the counters: pid, and when it began. */
const leading = 2;

/**
 * Counters of the tasks of one look, by which the next look tells what each did.
 *
 * 1. A task is known by its pid and when it began.
 * 2. A counter that is less than before began anew (the kernel had dropped the record): it counts as it is.
 *
 * 8 bytes a counter and a place in a map for each task; a look costs O(tasks).
 */
export class TaskCounters {
  private readonly names: readonly Counter[];
  private readonly width: number;
  private places = new Map<number, number>();
  private kept = new Float64Array(0);

  constructor(names: readonly Counter[]) {
    this.names = names;
    this.width = leading + names.length;
  }

  /** Which of the tasks that were kept it is; undefined where it is new. */
  placeOf({ pid, start }: Pick<Task, 'pid' | 'start'>): number | undefined {
    const place = this.places.get(pid);
    return place !== undefined && this.kept[place * this.width + 1] === start ? place : undefined;
  }

  /** By how much a counter, the nth of the names, has grown. */
  grown(place: number | undefined, nth: number, now: number): number {
    const then = place === undefined ? 0 : (this.kept[place * this.width + leading + nth] ?? 0);
    return now >= then ? now - then : now;
  }

  /** Takes these in place of all before, each at its index; a pid is there once. */
  keep(tasks: readonly Task[]): void {
    const { names, width, places } = this;
    const wanted = tasks.length * width;
    if (this.kept.length < wanted || this.kept.length > 4 * wanted)
      this.kept = new Float64Array(Math.ceil(1.25 * tasks.length) * width);
    const { kept } = this;
    let at = 0;
    for (let place = 0; place < tasks.length; place++) {
      const task = tasks[place] as Task;
      // Most were there before: a map that is filled anew would be garbage at each look.
      places.set(task.pid, place);
      kept[at++] = task.pid;
      kept[at++] = task.start;
      for (const name of names) kept[at++] = task[name];
    }
    if (places.size === tasks.length) return;
    for (const [pid, place] of places) if (place >= tasks.length || kept[place * width] !== pid) places.delete(pid);
  }

  forget(): void {
    this.places = new Map();
    this.kept = new Float64Array(0);
  }
}
