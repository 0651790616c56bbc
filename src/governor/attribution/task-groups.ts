import type { Task } from '../../model/tasks/task.js';

/** How tasks are called; names are bounded, and without characters that move a cursor. */
export interface TaskNames {
  /** Of a process; its own name where that is not known. */
  application(process: Pick<Task, 'tgid' | 'name'>): string;
  /** The path of a cgroup below the root, by its inode number. */
  cgroup(id: number): string;
}

export const taskWays = ['byApplication', 'byCgroup', 'byUnit'] as const;
export type TaskWay = (typeof taskWays)[number];

const unit = /\.(service|scope|slice)$/;

/** systemd's unit of a cgroup: the last part of its path that is a service, scope or slice; the path itself where none is. */
export const unitOf = (path: string): string => path.split('/').findLast(part => unit.test(part)) ?? path;

/** The group of a task, each way. */
export function groupOf(task: Task, way: TaskWay, names: TaskNames): string {
  if (way === 'byApplication') return names.application(task);
  const path = names.cgroup(task.cgroup);
  return way === 'byCgroup' ? path : unitOf(path);
}
