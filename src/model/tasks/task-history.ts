import type { Task, TaskTable } from './task.js';
import type { TaskUse } from './task-use.js';

/** Numbers kept of a task: when it began, and its counters. */
const width = 7;
const second = 1e9;

/**
 * What tasks did from one look to the next.
 *
 * 1. A task is known by its pid and when it began. What is new counts from its first moment; what has ended counts for the last time.
 * 2. A counter that is less than before began anew (the kernel had dropped the record): it counts as it is.
 * 3. Where the counting itself began anew, between two looks, nothing is known of the interval.
 *
 * 56 bytes a task and its place in a map; a look costs O(tasks).
 */
export class TaskHistory {
  private places = new Map<number, number>();
  private kept = new Float64Array(0);
  private before: Pick<TaskTable, 'size' | 'created' | 'ended'> | undefined;

  /** Takes a look: what each task did since the one before, the idle ones left out; undefined where that can't be told. */
  take(table: TaskTable): TaskUse[] | undefined {
    const { before } = this;
    const tasks = newestOf(table.tasks);
    const whole =
      before !== undefined &&
      before.size === table.size &&
      before.created <= table.created &&
      before.ended <= table.ended;
    const uses = whole ? tasks.map(task => this.useOf(task)).filter(worked) : undefined;
    this.keep(tasks);
    this.before = { size: table.size, created: table.created, ended: table.ended };
    return uses;
  }

  /** The next look is the first. */
  forget(): void {
    this.places = new Map();
    this.kept = new Float64Array(0);
    this.before = undefined;
  }

  private useOf(task: Task): TaskUse {
    const place = this.places.get(task.pid);
    const same = place !== undefined && this.kept[place * width] === task.start;
    const grown = (now: number, which: number): number => {
      const then = same ? (this.kept[place * width + which] ?? 0) : 0;
      return now >= then ? now - then : now;
    };
    return {
      task,
      run: grown(task.run, 1) / second,
      work: grown(task.work, 2) / second,
      wakeups: grown(task.wakeups, 3),
      voluntary: grown(task.voluntary, 4),
      involuntary: grown(task.involuntary, 5),
      misses: grown(task.misses, 6),
    };
  }

  private keep(tasks: readonly Task[]): void {
    const alive = tasks.filter(task => !task.ended);
    if (this.kept.length < alive.length * width || this.kept.length > 4 * alive.length * width)
      this.kept = new Float64Array(Math.ceil(1.25 * alive.length) * width);
    this.places.clear();
    const { kept } = this;
    let at = 0;
    for (const [place, { pid, start, run, work, wakeups, voluntary, involuntary, misses }] of alive.entries()) {
      this.places.set(pid, place);
      kept[at++] = start;
      kept[at++] = run;
      kept[at++] = work;
      kept[at++] = wakeups;
      kept[at++] = voluntary;
      kept[at++] = involuntary;
      kept[at++] = misses;
    }
  }
}

/** Each task once: what changes during a look may be told twice, and its last word counts. */
function newestOf(tasks: readonly Task[]): Task[] {
  const alive = new Map<number, Task>();
  const others: Task[] = [];
  for (const task of tasks) {
    const known = alive.get(task.pid);
    if (known !== undefined && known.start !== task.start) others.push(known.start < task.start ? known : task);
    if (known === undefined || known.start <= task.start) alive.set(task.pid, task);
  }
  return [...alive.values(), ...others];
}

const worked = ({ run, wakeups, voluntary, involuntary }: TaskUse): boolean =>
  run > 0 || wakeups > 0 || voluntary > 0 || involuntary > 0;
