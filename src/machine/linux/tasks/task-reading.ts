import type { Task, TaskFrame } from './task-frame.js';

/** What is asked for. */
export interface TasksWanted {
  /** How long the kernel goes on counting after this, in s; 0 ends it. 30 by default. */
  readonly holdSeconds?: number;
  /** Tasks that there is room for, 64 to 65536. 16384 by default; another number begins anew. */
  readonly size?: number;
  /** Only tasks of this cgroup, by its inode number, and of those below it; another one begins anew. */
  readonly cgroup?: number;
}

/** All tasks of one look. */
export interface TaskTable {
  readonly tasks: readonly Task[];
  readonly size: number;
  /** Since the counting began. */
  readonly created: number;
  readonly ended: number;
  /** Records in place of a dead task's of the same pid, and that found no room. */
  readonly replaced: number;
  readonly refused: number;
  /** Records that the kernel dropped because others needed the room. */
  readonly evicted: number;
  /** Why cache misses and instructions are not counted. */
  readonly uncounted: string | undefined;
}

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
      tasks: this.tasks,
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
