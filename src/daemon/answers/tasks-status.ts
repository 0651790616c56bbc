import type { TaskGrouping, TaskRow, TaskSort, TasksStatus } from '../../control/protocol/operations/tasks.js';
import { groupOf, type TaskNames, unitOf } from '../../governor/attribution/task-groups.js';
import { classOf } from '../../model/tasks/task-class.js';
import type { TaskUse } from '../../model/tasks/task-use.js';
import type { WatchedTasks } from '../tasks/task-watch.js';
import { taskField } from './task-field.js';

/** Sums by group, each at the group's place. Objects of thousands of tasks would cost more than all else here. */
class Groups {
  count = 0;
  /** Places among the uses of the one that ran most. */
  readonly foremost: Int32Array;
  /** Of all in the group; NaN where they are in several. */
  readonly cgroup: Float64Array;
  readonly tasks: Int32Array;
  readonly run: Float64Array;
  readonly joules: Float64Array;
  readonly memoryJoules: Float64Array;
  readonly wakeups: Float64Array;
  readonly voluntary: Float64Array;
  readonly involuntary: Float64Array;
  readonly misses: Float64Array;

  constructor(most: number) {
    const column = (): Float64Array => new Float64Array(most);
    this.foremost = new Int32Array(most);
    this.tasks = new Int32Array(most);
    this.cgroup = column();
    this.run = column();
    this.joules = column();
    this.memoryJoules = column();
    this.wakeups = column();
    this.voluntary = column();
    this.involuntary = column();
    this.misses = column();
  }
}

/** The newest interval as rows; only those that are told are made. O(tasks · log tasks). */
export function tasksStatus(
  watched: WatchedTasks,
  names: TaskNames,
  by: TaskGrouping,
  sort: TaskSort,
  limit: number,
): TasksStatus {
  const { interval, seconds, table, tasks, packageJoules, shared } = watched;
  const groups = grouped(watched, names, by);
  const order = sorted(groups, interval.uses, sort);
  const others = order.slice(limit);
  const rows = [...order.subarray(0, limit)];
  const wakers = namesOfWakers(
    rows.map(place => interval.uses[at(groups.foremost, place)] as TaskUse),
    interval.uses,
  );
  const power = (joules: number | undefined): number | null => (joules === undefined ? null : joules / seconds);
  const sum = (column: ArrayLike<number>): number => others.reduce((total, place) => total + at(column, place), 0);
  return {
    from: Math.round(interval.from * 1000),
    to: Math.round(interval.to * 1000),
    by,
    sort,
    rows: rows.map(place => rowOf(groups, place, watched, names, by, wakers)),
    rest: {
      rows: others.length,
      tasks: sum(groups.tasks),
      cpu: sum(groups.run) / seconds,
      watts: shared.joules === undefined ? null : sum(groups.joules) / seconds,
      wakeups: sum(groups.wakeups) / seconds,
    },
    tasks,
    dropped: table.evicted + table.refused,
    packageWatts: power(packageJoules),
    idleWatts: power(shared.idleJoules),
    uncounted: table.uncounted ?? null,
  };
}

const at = (values: ArrayLike<number>, place: number): number => values[place] ?? 0;

function grouped({ interval: { uses }, shared }: WatchedTasks, names: TaskNames, by: TaskGrouping): Groups {
  const places = new Map<string | number, number>();
  const groups = new Groups(uses.length);
  const add = (column: Float64Array, place: number, amount: number): void => {
    column[place] = at(column, place) + amount;
  };
  for (let i = 0; i < uses.length; i++) {
    const use = uses[i] as TaskUse;
    const { task, run } = use;
    // A pid that was used again within the interval is two tasks.
    const key = by === 'task' ? undefined : by === 'process' ? task.tgid : groupOf(task, wayOf[by], names);
    let place = key === undefined ? undefined : places.get(key);
    if (place === undefined) {
      place = groups.count++;
      if (key !== undefined) places.set(key, place);
      groups.foremost[place] = i;
      groups.cgroup[place] = task.cgroup;
    }
    if (run > (uses[at(groups.foremost, place)]?.run ?? 0)) groups.foremost[place] = i;
    if (groups.cgroup[place] !== task.cgroup) groups.cgroup[place] = Number.NaN;
    groups.tasks[place] = at(groups.tasks, place) + 1;
    add(groups.run, place, run);
    add(groups.joules, place, shared.joules?.[i] ?? 0);
    add(groups.memoryJoules, place, shared.memoryJoules?.[i] ?? 0);
    add(groups.wakeups, place, use.wakeups);
    add(groups.voluntary, place, use.voluntary);
    add(groups.involuntary, place, use.involuntary);
    add(groups.misses, place, use.misses);
  }
  return groups;
}

/** Of those who woke these most, by pid: names of all tasks would cost more than the rows. */
function namesOfWakers(told: readonly TaskUse[], uses: readonly TaskUse[]): Map<number, string> {
  const wanted = new Set(told.flatMap(({ task }) => task.wakers[0]?.pid ?? []));
  return new Map(uses.flatMap(({ task }) => (wanted.has(task.pid) ? [[task.pid, task.name] as const] : [])));
}

const wayOf = { cgroup: 'byCgroup', unit: 'byUnit' } as const;

function rowOf(
  groups: Groups,
  place: number,
  { interval, seconds, table, shared }: WatchedTasks,
  names: TaskNames,
  by: TaskGrouping,
  wakers: ReadonlyMap<number, string>,
): TaskRow {
  const foremost = interval.uses[at(groups.foremost, place)] as TaskUse;
  const { task } = foremost;
  const rate = (column: ArrayLike<number>): number => at(column, place) / seconds;
  const { periods, period, jitter, coherence = null, bunching = null } = task;
  const [waker] = task.wakers;
  const path = names.cgroup(task.cgroup);
  const named = {
    task: { name: task.name, pid: task.pid },
    process: { name: names.application(task), pid: task.tgid },
    cgroup: { name: path, pid: null },
    unit: { name: unitOf(path), pid: null },
  };
  return {
    ...named[by],
    unit: Number.isNaN(at(groups.cgroup, place)) && by !== 'unit' ? null : unitOf(path),
    tasks: at(groups.tasks, place),
    cpu: rate(groups.run),
    watts: shared.joules === undefined ? null : rate(groups.joules),
    memoryWatts: shared.memoryJoules === undefined ? null : rate(groups.memoryJoules),
    wakeups: rate(groups.wakeups),
    voluntary: rate(groups.voluntary),
    involuntary: rate(groups.involuntary),
    misses: table.uncounted === undefined ? rate(groups.misses) : null,
    class: classOf(foremost, seconds),
    period: periods === 0 ? null : period / 1e9,
    jitter: periods === 0 ? null : jitter / 1e9,
    coherence,
    bunching,
    field: taskField(task),
    wokenBy: waker === undefined ? null : waker.pid === 0 ? 'interrupt' : (wakers.get(waker.pid) ?? `pid ${waker.pid}`),
  };
}

/** What comes first, as a number whose least is first; what is unknown is last. */
const keys: Readonly<Record<TaskSort, (groups: Groups, place: number, foremost: TaskUse) => number>> = {
  energy: (groups, place) => -at(groups.joules, place) - at(groups.memoryJoules, place),
  cpu: (groups, place) => -at(groups.run, place),
  period: (_groups, _place, { task }) => (task.periods === 0 ? Number.POSITIVE_INFINITY : task.period),
  coherence: (_groups, _place, { task }) => -(task.coherence ?? Number.NEGATIVE_INFINITY),
  switches: (groups, place) => -at(groups.voluntary, place) - at(groups.involuntary, place),
  wakeups: (groups, place) => -at(groups.wakeups, place),
};

/** Places of groups; among equals the one that ran more is first. */
function sorted(groups: Groups, uses: readonly TaskUse[], sort: TaskSort): Int32Array {
  const { count, foremost, run } = groups;
  const key = keys[sort];
  const values = Float64Array.from({ length: count }, (_, i) => key(groups, i, uses[at(foremost, i)] as TaskUse));
  return Int32Array.from({ length: count }, (_, i) => i).sort((a, b) => {
    const [left, right] = [at(values, a), at(values, b)];
    return left === right ? at(run, b) - at(run, a) : left - right;
  });
}
