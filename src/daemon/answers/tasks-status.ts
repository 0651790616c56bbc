import type { TaskGrouping, TaskRow, TaskSort, TasksStatus } from '../../control/protocol/operations/tasks.js';
import { groupOf, type TaskNames, unitOf } from '../../governor/attribution/task-groups.js';
import { classOf } from '../../model/tasks/task-class.js';
import type { TaskUse } from '../../model/tasks/task-use.js';
import type { WatchedTasks } from '../tasks/task-watch.js';

interface Group {
  /** The one that ran most. */
  foremost: TaskUse;
  units: string | null;
  tasks: number;
  run: number;
  joules: number;
  memoryJoules: number;
  wakeups: number;
  voluntary: number;
  involuntary: number;
  misses: number;
}

/** The newest interval as rows. O(tasks · log tasks). */
export function tasksStatus(
  watched: WatchedTasks,
  names: TaskNames,
  by: TaskGrouping,
  sort: TaskSort,
  limit: number,
): TasksStatus {
  const { interval, seconds, table, tasks, packageJoules, shared } = watched;
  const groups = grouped(watched, names, by);
  const wakers = new Map(interval.uses.map(({ task }) => [task.pid, task.name]));
  const rows = [...groups.values()].map(group => rowOf(group, watched, names, by, wakers)).sort(orders[sort]);
  const others = rows.slice(limit);
  const power = (joules: number | undefined): number | null => (joules === undefined ? null : joules / seconds);
  const sum = (of: (row: TaskRow) => number): number => others.reduce((total, row) => total + of(row), 0);
  return {
    from: Math.round(interval.from * 1000),
    to: Math.round(interval.to * 1000),
    by,
    sort,
    rows: rows.slice(0, limit),
    rest: {
      rows: others.length,
      tasks: sum(row => row.tasks),
      cpu: sum(row => row.cpu),
      watts: shared.joules === undefined ? null : sum(row => row.watts ?? 0),
      wakeups: sum(row => row.wakeups),
    },
    tasks,
    dropped: table.evicted + table.refused,
    packageWatts: power(packageJoules),
    idleWatts: power(shared.idleJoules),
    uncounted: table.uncounted ?? null,
  };
}

function grouped(
  { interval: { uses }, shared }: WatchedTasks,
  names: TaskNames,
  by: TaskGrouping,
): Map<string | number, Group> {
  const groups = new Map<string | number, Group>();
  for (const [i, use] of uses.entries()) {
    const key = keyOf(use, names, by);
    const unit = unitOf(names.cgroup(use.task.cgroup));
    let group = groups.get(key);
    if (group === undefined) {
      group = { ...nothing, foremost: use, units: unit };
      groups.set(key, group);
    }
    if (use.run > group.foremost.run) group.foremost = use;
    if (group.units !== unit) group.units = null;
    group.tasks++;
    group.run += use.run;
    group.joules += shared.joules?.[i] ?? 0;
    group.memoryJoules += shared.memoryJoules?.[i] ?? 0;
    group.wakeups += use.wakeups;
    group.voluntary += use.voluntary;
    group.involuntary += use.involuntary;
    group.misses += use.misses;
  }
  return groups;
}

const nothing = { tasks: 0, run: 0, joules: 0, memoryJoules: 0, wakeups: 0, voluntary: 0, involuntary: 0, misses: 0 };

/** A pid that was used again within the interval is two tasks. */
function keyOf({ task }: TaskUse, names: TaskNames, by: TaskGrouping): string | number {
  if (by === 'task') return `${task.pid} ${task.start}`;
  if (by === 'process') return task.tgid;
  return groupOf(task, by === 'cgroup' ? 'byCgroup' : 'byUnit', names);
}

function rowOf(
  group: Group,
  { seconds, table, shared }: WatchedTasks,
  names: TaskNames,
  by: TaskGrouping,
  wakers: ReadonlyMap<number, string>,
): TaskRow {
  const { foremost, units, tasks, run, joules, memoryJoules, wakeups, voluntary, involuntary, misses } = group;
  const { task } = foremost;
  const { periods, period, jitter, coherence = null, bunching = null } = task;
  const [waker] = task.wakers;
  const named: Pick<TaskRow, 'name' | 'pid'> = {
    task: { name: task.name, pid: task.pid },
    process: { name: names.application(task), pid: task.tgid },
    cgroup: { name: names.cgroup(task.cgroup), pid: null },
    unit: { name: unitOf(names.cgroup(task.cgroup)), pid: null },
  }[by];
  return {
    ...named,
    unit: units,
    tasks,
    cpu: run / seconds,
    watts: shared.joules === undefined ? null : joules / seconds,
    memoryWatts: shared.memoryJoules === undefined ? null : memoryJoules / seconds,
    wakeups: wakeups / seconds,
    voluntary: voluntary / seconds,
    involuntary: involuntary / seconds,
    misses: table.uncounted === undefined ? misses / seconds : null,
    class: classOf(foremost, seconds),
    period: periods === 0 ? null : period / 1e9,
    jitter: periods === 0 ? null : jitter / 1e9,
    coherence,
    bunching,
    wokenBy: waker === undefined ? null : waker.pid === 0 ? 'interrupt' : (wakers.get(waker.pid) ?? `pid ${waker.pid}`),
  };
}

type Order = (a: TaskRow, b: TaskRow) => number;

const byCpu: Order = (a, b) => b.cpu - a.cpu;
/** The least first; what is unknown is last. */
const by =
  (of: (row: TaskRow) => number | null): Order =>
  (a, b) => {
    const [left, right] = [of(a) ?? Number.POSITIVE_INFINITY, of(b) ?? Number.POSITIVE_INFINITY];
    return left === right ? byCpu(a, b) : left - right;
  };

const orders: Readonly<Record<TaskSort, Order>> = {
  energy: by(row => (row.watts === null ? null : -row.watts - (row.memoryWatts ?? 0))),
  cpu: byCpu,
  period: by(row => row.period),
  coherence: by(row => (row.coherence === null ? null : -row.coherence)),
  switches: by(row => -row.voluntary - row.involuntary),
  wakeups: by(row => -row.wakeups),
};
