import type { TaskUse } from '../../model/tasks/task-use.js';

/** What the machine used in an interval. */
export interface Drawn {
  readonly seconds: number;
  /** Energy of all packages, J; `undefined` where it is not measured. */
  readonly packageJoules: number | undefined;
  /** What they draw while no CPU is busy, W; `undefined` while that can't be told. */
  readonly idleWatts: number | undefined;
  /** Of memory outside of the packages, and while no CPU is busy; `undefined` where it is not measured, or cache misses are not counted. */
  readonly memoryJoules: number | undefined;
  readonly memoryIdleWatts: number | undefined;
  /** CPU time of all CPUs, s; `undefined` where it is not measured. */
  readonly busySeconds: number | undefined;
  /** What a CPU adds at a clock (clock-power.ts). */
  readonly power: (khz: number) => number;
}

/** Whose energy it was, in the order of the uses: J. */
export interface Attribution {
  readonly joules: readonly number[] | undefined;
  /** Of the packages; with `joules` it sums to what was measured. */
  readonly idleJoules: number | undefined;
  readonly memoryJoules: readonly number[] | undefined;
  readonly memoryIdleJoules: number | undefined;
}

/**
 * Shares the energy of an interval among the tasks that ran in it.
 *
 * 1. E_idle = P_idle · T, at most what was measured; 0 while P_idle is not known.
 * 2. A task weighs w = t · P(f): its CPU time times what a CPU adds at its mean clock f = work / run. Where its clock is unknown it is that of all others;
 *    where no clock is known w = t.
 * 3. CPU time that no task had (interrupts, tasks whose records were dropped) weighs as the mean task. Its energy counts as idle: nobody's.
 * 4. Each gets (E − E_idle) · w / Σw. What the curve does not explain goes with the shares.
 * 5. Memory likewise, by cache misses, where they are counted.
 *
 * The sum is exact. O(tasks).
 */
export function attribute(uses: readonly TaskUse[], drawn: Drawn): Attribution {
  const package_ = shared(drawn.packageJoules, drawn.idleWatts, drawn.seconds, weights(uses, drawn));
  const misses = { own: uses.map(use => use.misses), nobodys: 0 };
  const memory = shared(drawn.memoryJoules, drawn.memoryIdleWatts, drawn.seconds, misses);
  return {
    joules: package_?.joules,
    idleJoules: package_?.idle,
    memoryJoules: memory?.joules,
    memoryIdleJoules: memory?.idle,
  };
}

interface Weights {
  readonly own: readonly number[];
  /** What no task explains. */
  readonly nobodys: number;
}

function weights(uses: readonly TaskUse[], { power, busySeconds }: Drawn): Weights {
  const clocked = uses.filter(use => use.work > 0 && use.run > 0);
  const ran = total(clocked.map(use => use.run));
  const usual = ran > 0 ? total(clocked.map(use => use.work)) / ran : undefined;
  const own = uses.map(({ run, work }) => {
    if (usual === undefined || run === 0) return run;
    return run * power(1000 * (work > 0 ? work / run : usual));
  });
  const seen = total(uses.map(use => use.run));
  const unseen = busySeconds === undefined ? 0 : Math.max(0, busySeconds - seen);
  return { own, nobodys: seen > 0 ? (unseen / seen) * total(own) : unseen };
}

export function shared(
  joules: number | undefined,
  idleWatts: number | undefined,
  seconds: number,
  { own, nobodys }: Weights,
): { readonly joules: readonly number[]; readonly idle: number } | undefined {
  if (joules === undefined) return undefined;
  const active = Math.max(0, joules - (idleWatts ?? 0) * seconds);
  const sum = total(own) + nobodys;
  const parts = own.map(weight => (sum > 0 ? (weight / sum) * active : 0));
  return { joules: parts, idle: Math.max(0, joules - total(parts)) };
}

const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
