import type { GpuUse } from './gpu-use.js';

/** A task, that is a thread, as the kernel's programs saw it. Times are ns; counters grow from when it was first seen. */
export interface Task {
  readonly pid: number;
  /** Of its process. */
  readonly tgid: number;
  /** When it began, CLOCK_BOOTTIME ns: another task of the same pid began later. */
  readonly start: number;
  /** The inode number of its cgroup's folder; 1 is the root. */
  readonly cgroup: number;
  /** Its name, at most 15 bytes, of any process's choice; characters that move a cursor or turn text are shown as `?`. */
  readonly name: string;
  /** It has ended, and is told for the last time. */
  readonly ended: boolean;
  readonly run: number;
  /** Able to run, without a CPU. */
  readonly wait: number;
  readonly sleep: number;
  /** Run time times the clock of the CPU, in ns·MHz; 0 where clocks are unknown. */
  readonly work: number;
  /** From wake-up to wake-up: the mean and the standard deviation of the newest 64 to 127. */
  readonly period: number;
  readonly jitter: number;
  readonly meanRun: number;
  readonly meanSleep: number;
  /** By the φ-filter: what run, sleep and period are now. */
  readonly filtered: { readonly run: number; readonly sleep: number; readonly period: number; readonly misses: number };
  /** Periods that `period` and `jitter` are of. */
  readonly periods: number;
  /** 0 to 1; `undefined` before 8 runs and 8 sleeps. Of `misses`: of its cache misses from run to run. */
  readonly coherence: number | undefined;
  readonly missCoherence: number | undefined;
  /** Of its periods, −1 to 1; `undefined` before 8. */
  readonly bunching: number | undefined;
  readonly voluntary: number;
  readonly involuntary: number;
  readonly wakeups: number;
  readonly execs: number;
  /** Both 0 where nothing counts them. */
  readonly misses: number;
  readonly instructions: number;
  /** Who woke it most: 0 is an interrupt on an idle CPU. A count is too high by a quarter of the wake-ups at most. */
  readonly wakers: readonly { readonly pid: number; readonly times: number }[];
}

/** s */
export const usualHold = 30;

/** What is asked for. */
export interface TasksWanted {
  /** How long the kernel goes on counting after this, in s; 0 ends it. `usualHold` by default. */
  readonly holdSeconds?: number;
  /** Tasks that there is room for, 64 to 65536. 16384 by default; another number begins anew. */
  readonly size?: number;
  /** Only tasks of this cgroup, by its inode number, and of those below it; another one begins anew. */
  readonly cgroup?: number;
}

/** All tasks of one look, each once; a pid twice where one task of it ended and another began. */
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
  /** What processes had of GPUs since the look before; missing where there is no GPU to ask. */
  readonly gpus?: readonly GpuUse[] | undefined;
}
