import type { Task, TaskTable } from './task.js';
import { type Counter, TaskCounters } from './task-counters.js';
import type { TaskUse } from './task-use.js';

const counters: readonly Counter[] = ['run', 'work', 'wakeups', 'voluntary', 'involuntary', 'misses'];
const second = 1e9;

/**
 * What tasks did from one look to the next.
 *
 * 1. What is new counts from its first moment; what has ended counts for the last time.
 * 2. Where the counting itself began anew, between two looks, nothing is known of the interval.
 *
 * 64 bytes a task and its place in a map; a look costs O(tasks).
 */
export class TaskHistory {
  private readonly counters = new TaskCounters(counters);
  private before: Pick<TaskTable, 'size' | 'created' | 'ended'> | undefined;

  /** Takes a look: what each task did since the one before, the idle ones left out; undefined where that can't be told. */
  take(table: TaskTable): TaskUse[] | undefined {
    const { before } = this;
    const whole =
      before !== undefined &&
      before.size === table.size &&
      before.created <= table.created &&
      before.ended <= table.ended;
    const uses = whole ? table.tasks.map(task => this.useOf(task)).filter(worked) : undefined;
    this.counters.keep(table.tasks.filter(task => !task.ended));
    this.before = { size: table.size, created: table.created, ended: table.ended };
    return uses;
  }

  /** The next look is the first. */
  forget(): void {
    this.counters.forget();
    this.before = undefined;
  }

  private useOf(task: Task): TaskUse {
    const { counters } = this;
    const place = counters.placeOf(task);
    return {
      task,
      run: counters.grown(place, 0, task.run) / second,
      work: counters.grown(place, 1, task.work) / second,
      wakeups: counters.grown(place, 2, task.wakeups),
      voluntary: counters.grown(place, 3, task.voluntary),
      involuntary: counters.grown(place, 4, task.involuntary),
      misses: counters.grown(place, 5, task.misses),
    };
  }
}

const worked = ({ run, wakeups, voluntary, involuntary }: TaskUse): boolean =>
  run > 0 || wakeups > 0 || voluntary > 0 || involuntary > 0;
