import { fixedOne } from '../../../lattice/metrics/interval-series.js';
import { movingCharacters } from '../../../model/moving-characters.js';
import type { Task } from '../../../model/tasks/task.js';

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
  const wakers: { pid: number; times: number }[] = [];
  for (let i = 0; i < wakerCount; i++) {
    const times = half(192 + 4 * i);
    if (times > 0) wakers.push({ pid: half(176 + 4 * i), times });
  }
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
    wakers: wakers.sort((a, b) => b.times - a.times),
  };
}

function nameIn(body: Buffer, at: number): string {
  const bytes = body.subarray(at, at + nameBytes);
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? nameBytes : end).replace(movingCharacters, '?');
}
