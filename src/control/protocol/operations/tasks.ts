import type { TaskClass } from '../../../model/tasks/task-class.js';
import { quoted } from '../quoting.js';
import type { Operation } from './operation.js';

export const taskSorts = ['energy', 'cpu', 'period', 'coherence', 'switches', 'wakeups'] as const;
export type TaskSort = (typeof taskSorts)[number];

export const taskGroupings = ['task', 'process', 'cgroup', 'unit'] as const;
export type TaskGrouping = (typeof taskGroupings)[number];

/** Rows of an answer at most; the others are told as one. */
export const mostTaskRows = 500;
const usualRows = 100;

/** What one task did, or all tasks of a group; rates are a second. */
export interface TaskRow {
  /** Of a process, its first thread's. Whatever a process likes, without characters that move a cursor. */
  readonly name: string;
  /** Of the task or process; null of a cgroup or unit. */
  readonly pid: number | null;
  /** systemd's, where all of them are in one control group. */
  readonly unit: string | null;
  /** Tasks that ran. */
  readonly tasks: number;
  /** CPU time a second: 1 is one CPU. */
  readonly cpu: number;
  /** Its share of what the packages, and memory outside of them, drew beyond idling, W. */
  readonly watts: number | null;
  readonly memoryWatts: number | null;
  readonly wakeups: number;
  readonly voluntary: number;
  readonly involuntary: number;
  /** Cache misses; null where they are not counted. */
  readonly misses: number | null;
  /** These are of the task of the group that ran most. Seconds; null before the first period. */
  readonly class: TaskClass;
  readonly period: number | null;
  readonly jitter: number | null;
  readonly coherence: number | null;
  readonly bunching: number | null;
  /** λ̂ of its periods, no unit; `infinite` where none says more than their mean, as of constant ones; null before 8 periods. */
  readonly field: number | 'infinite' | null;
  /** Who woke it most: `interrupt` is a timer or device. */
  readonly wokenBy: string | null;
}

/** What tasks did between two looks. */
export interface TasksStatus {
  /** UTC ms. */
  readonly from: number;
  readonly to: number;
  readonly by: TaskGrouping;
  readonly sort: TaskSort;
  readonly rows: readonly TaskRow[];
  /** All that did anything and is not among the rows. */
  readonly rest: Pick<TaskRow, 'tasks' | 'cpu' | 'watts' | 'wakeups'> & { readonly rows: number };
  /** Tasks that exist, and that the kernel dropped or had no room for since it began to count: what they did is nobody's. */
  readonly tasks: number;
  readonly dropped: number;
  /** Power of the packages, and the part that no task explains, W; null where it is not measured. */
  readonly packageWatts: number | null;
  readonly idleWatts: number | null;
  /** Why cache misses are not counted; null where they are. */
  readonly uncounted: string | null;
}

interface TasksFields {
  readonly by: TaskGrouping;
  readonly sort: TaskSort;
  readonly limit: number;
}

/** What tasks do and whose the energy is, since the look before, which was some seconds ago, a minute at most. */
export const tasks: Operation<TasksFields, TasksStatus, 'tasks'> = {
  reply: 'tasks',
  parse: body => {
    const by = wordIn(taskGroupings, body, 'by', 'task');
    if (by === undefined) return `by ${quoted(body, 'by')}, expected ${taskGroupings.join(', ')}`;
    const sort = wordIn(taskSorts, body, 'sort', 'energy');
    if (sort === undefined) return `sort ${quoted(body, 'sort')}, expected ${taskSorts.join(', ')}`;
    const limit = 'limit' in body ? body.limit : usualRows;
    return typeof limit === 'number' && Number.isInteger(limit) && limit >= 1 && limit <= mostTaskRows
      ? { by, sort, limit }
      : `limit ${quoted(body, 'limit')}, expected a whole number from 1 to ${mostTaskRows}`;
  },
};

/** The word; `usual` where there is none, undefined where it is not known. */
function wordIn<T extends string>(known: readonly T[], body: object, key: string, usual: T): T | undefined {
  if (!Object.hasOwn(body, key)) return usual;
  const word: unknown = Reflect.get(body, key);
  return known.find(each => each === word);
}
