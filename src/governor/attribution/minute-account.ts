import { otherGroups, type TaskAccount, type Use } from '../../model/tasks/account.js';
import type { TaskInterval } from '../../model/tasks/task-use.js';
import type { Attribution } from './attribute.js';
import type { GpuDrawn } from './attribute-gpus.js';
import { GpuAccount } from './gpu-account.js';
import { groupOf, type TaskNames, type TaskWay, taskWays } from './task-groups.js';

type Sum = { -readonly [Field in keyof Use]-?: NonNullable<Use[Field]> };

/** Groups of one way: any process may take any name, so beyond the first number the smallest are merged until the second is left. */
const mostGroups = 2048;
const keptGroups = 1024;

/** Adds intervals up to an account. Bounded: 2048 groups each way. An interval costs O(its tasks). */
export class MinuteAccount {
  private readonly ways: Readonly<Record<TaskWay, Map<string, Sum>>> = {
    byApplication: new Map(),
    byCgroup: new Map(),
    byUnit: new Map(),
  };
  /** What is told of GPUs, beside the intervals. */
  readonly gpus = new GpuAccount();
  private readonly from: number;
  private to: number;
  private joules: number | undefined = 0;
  private idle: number | undefined = 0;
  private memoryIdle: number | undefined = 0;

  /** Unix epoch, s. */
  constructor(from: number) {
    this.from = from;
    this.to = from;
  }

  /** s, gaps included. */
  get seconds(): number {
    return this.to - this.from;
  }

  add({ uses, to }: TaskInterval, packageJoules: number | undefined, shared: Attribution, names: TaskNames): void {
    const { joules, idleJoules, memoryJoules, memoryIdleJoules } = shared;
    for (const [i, { task, run, wakeups }] of uses.entries())
      for (const way of taskWays) {
        const sum = sumIn(this.ways[way], groupOf(task, way, names));
        sum.cpuSeconds += run;
        sum.joules += joules?.[i] ?? 0;
        sum.memoryJoules += memoryJoules?.[i] ?? 0;
        sum.wakeups += wakeups;
      }
    for (const way of taskWays) bound(this.ways[way]);
    this.to = to;
    this.joules = plus(this.joules, packageJoules);
    this.idle = plus(this.idle, idleJoules);
    this.memoryIdle = plus(this.memoryIdle, memoryIdleJoules);
  }

  /** The largest first. Energy is undefined where one of the intervals has none. `drawn`: by each GPU in all of them. */
  account(drawn: readonly GpuDrawn[] = []): TaskAccount {
    const { from, to, ways, joules, idle, memoryIdle } = this;
    const uses = (way: TaskWay): Use[] =>
      sorted(ways[way]).map(sum => ({
        ...sum,
        joules: joules === undefined ? undefined : sum.joules,
        memoryJoules: memoryIdle === undefined ? undefined : sum.memoryJoules,
      }));
    return {
      from,
      to,
      byApplication: uses('byApplication'),
      byCgroup: uses('byCgroup'),
      byUnit: uses('byUnit'),
      idleJoules: idle,
      packageJoules: joules,
      memoryIdleJoules: memoryIdle,
      gpus: this.gpus.account(drawn, this.seconds),
    };
  }
}

function sumIn(sums: Map<string, Sum>, name: string): Sum {
  const known = sums.get(name);
  if (known !== undefined) return known;
  const sum = { name, cpuSeconds: 0, joules: 0, memoryJoules: 0, wakeups: 0 };
  sums.set(name, sum);
  return sum;
}

function bound(sums: Map<string, Sum>): void {
  if (sums.size <= mostGroups) return;
  const smallest = sorted(sums)
    .filter(sum => sum.name !== otherGroups)
    .slice(keptGroups);
  const rest = sumIn(sums, otherGroups);
  for (const { name, cpuSeconds, joules, memoryJoules, wakeups } of smallest) {
    sums.delete(name);
    rest.cpuSeconds += cpuSeconds;
    rest.joules += joules;
    rest.memoryJoules += memoryJoules;
    rest.wakeups += wakeups;
  }
}

const sorted = (sums: ReadonlyMap<string, Sum>): Sum[] =>
  [...sums.values()].sort((a, b) => b.joules - a.joules || b.cpuSeconds - a.cpuSeconds);

const plus = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a + b;
