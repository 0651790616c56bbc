import { fixedOne } from '../../../lattice/metrics/interval-series.js';

/** A task, that is a thread, as the kernel's programs saw it. Times are ns; counters grow from when it was first seen. */
export interface Task {
  readonly pid: number;
  /** Of its process. */
  readonly tgid: number;
  /** When it began, CLOCK_BOOTTIME ns: another task of the same pid began later. */
  readonly start: number;
  /** The inode number of its cgroup's folder; 1 is the root. */
  readonly cgroup: number;
  /** Its name, at most 15 bytes, of any process's choice; control characters are shown as `?`. */
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

/** One `T` frame. */
export interface TaskFrame {
  readonly id: number;
  /** CLOCK_MONOTONIC ns at which it was read. */
  readonly at: number;
  readonly tasks: readonly Task[];
}

const head = 24;
/** Bytes of a record that this engine knows; a newer helper may add some at its end. */
const known = 224;
const wakerCount = 4;
const nameBytes = 16;
const control = /\p{Cc}/gu;

/** The frame in a body; `undefined` when its length is not that of what it says it holds. */
export function decodeTasks(body: Buffer): TaskFrame | undefined {
  if (body.length < head) return undefined;
  const size = body.readUInt32LE(16);
  const count = body.readUInt32LE(20);
  if (size < known || body.length !== head + size * count) return undefined;
  const tasks = Array.from({ length: count }, (_, i) => decodeTask(body, head + i * size));
  return { id: body.readDoubleLE(0), at: body.readDoubleLE(8), tasks };
}

function decodeTask(body: Buffer, at: number): Task {
  const half = (offset: number): number => body.readUInt32LE(at + offset);
  // Above 2⁵³ a double lacks the last bits, which no count or time comes near.
  const word = (offset: number): number => half(offset) + half(offset + 4) * 2 ** 32;
  const share = (offset: number): number | undefined => {
    const value = body.readInt32LE(at + offset);
    return Math.abs(value) > fixedOne ? undefined : value / fixedOne;
  };
  const wakers = Array.from({ length: wakerCount }, (_, i) => ({ pid: half(176 + 4 * i), times: half(192 + 4 * i) }));
  return {
    pid: half(0),
    tgid: half(4),
    start: word(8),
    cgroup: word(16),
    name: nameIn(body, at + 208),
    ended: half(168) !== 0,
    run: word(24),
    wait: word(32),
    sleep: word(40),
    work: word(48),
    period: word(56),
    jitter: word(64),
    meanRun: word(72),
    meanSleep: word(80),
    filtered: { run: word(104), sleep: word(112), period: word(120), misses: word(128) / fixedOne },
    periods: half(148),
    coherence: share(136),
    missCoherence: share(144),
    bunching: share(140),
    voluntary: half(152),
    involuntary: half(156),
    wakeups: half(160),
    execs: half(164),
    misses: word(88),
    instructions: word(96),
    wakers: wakers.filter(({ times }) => times > 0).sort((a, b) => b.times - a.times),
  };
}

function nameIn(body: Buffer, at: number): string {
  const bytes = body.subarray(at, at + nameBytes);
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? nameBytes : end).replace(control, '?');
}
