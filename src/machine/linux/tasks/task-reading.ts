import type { Task, TaskTable } from '../../../model/tasks/task.js';
import type { TaskFrame } from './task-frame.js';

/** More than any answer has: what changes during the look may be told twice. */
const most = 2 * 65536;

/** One request under way: gathers its frames until the ack. */
export class TaskReading {
  private readonly tasks: Task[] = [];
  private overflow = false;

  take(frame: TaskFrame): void {
    if (this.tasks.length + frame.tasks.length > most) this.overflow = true;
    else this.tasks.push(...frame.tasks);
  }

  /** The table, from the `tasks` of an ack; throws an Error that says why there is none. */
  finish(body: object): TaskTable {
    if ('error' in body) throw new Error(String(body.error));
    const counts: unknown = 'tasks' in body ? body.tasks : undefined;
    if (this.overflow) throw new Error(`lattice-helper told more than ${most} tasks`);
    if (typeof counts !== 'object' || counts === null)
      throw new Error('lattice-helper acknowledged without counts of tasks');
    const number = (name: string): number => {
      const value: unknown = Reflect.get(counts, name);
      return typeof value === 'number' ? value : 0;
    };
    const uncounted: unknown = Reflect.get(counts, 'uncounted');
    return {
      tasks: newestOf(this.tasks),
      size: number('size'),
      created: number('created'),
      ended: number('ended'),
      replaced: number('replaced'),
      refused: number('refused'),
      evicted: number('evicted'),
      uncounted: typeof uncounted === 'string' ? uncounted : undefined,
    };
  }
}

/** Each task once: what changes during a look may be told twice, and its last word counts. */
function newestOf(tasks: readonly Task[]): Task[] {
  const newest = new Map<number, Task>();
  /** Of pids that were used again meanwhile. */
  const before = new Map<string, Task>();
  for (const task of tasks) {
    const { pid, start } = task;
    const known = newest.get(pid);
    const older = known === undefined || known.start === start ? undefined : known.start < start ? known : task;
    if (older !== undefined) before.set(`${pid}:${older.start}`, older);
    if (older !== task) newest.set(pid, task);
  }
  return [...newest.values(), ...before.values()];
}
