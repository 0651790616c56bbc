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
  const tasks = Array.from({ length: count }, (_, i) => new TaskRecord(body, head + i * size));
  return { id: body.readDoubleLE(0), at: body.readDoubleLE(8), tasks };
}

/** A record, each field read when it is asked for: of most tasks few are, and objects of thousands of tasks cost more than all else. Keeps its frame. */
class TaskRecord implements Task {
  private readonly body: Buffer;
  private readonly at: number;

  constructor(body: Buffer, at: number) {
    this.body = body;
    this.at = at;
  }

  get pid(): number {
    return this.half(0);
  }
  get tgid(): number {
    return this.half(4);
  }
  get start(): number {
    return this.word(8);
  }
  get cgroup(): number {
    return this.word(16);
  }
  get name(): string {
    return nameIn(this.body, this.at + 208);
  }
  get ended(): boolean {
    return this.half(168) !== 0;
  }
  get run(): number {
    return this.word(24);
  }
  get wait(): number {
    return this.word(32);
  }
  get sleep(): number {
    return this.word(40);
  }
  get work(): number {
    return this.word(48);
  }
  get period(): number {
    return this.word(56);
  }
  get jitter(): number {
    return this.word(64);
  }
  get meanRun(): number {
    return this.word(72);
  }
  get meanSleep(): number {
    return this.word(80);
  }
  get filtered(): Task['filtered'] {
    return { run: this.word(104), sleep: this.word(112), period: this.word(120), misses: this.word(128) / fixedOne };
  }
  get periods(): number {
    return this.half(148);
  }
  get coherence(): number | undefined {
    return this.share(136);
  }
  get missCoherence(): number | undefined {
    return this.share(144);
  }
  get bunching(): number | undefined {
    return this.share(140);
  }
  get voluntary(): number {
    return this.half(152);
  }
  get involuntary(): number {
    return this.half(156);
  }
  get wakeups(): number {
    return this.half(160);
  }
  get execs(): number {
    return this.half(164);
  }
  get misses(): number {
    return this.word(88);
  }
  get instructions(): number {
    return this.word(96);
  }
  get wakers(): Task['wakers'] {
    const wakers: { pid: number; times: number }[] = [];
    for (let i = 0; i < wakerCount; i++) {
      const times = this.half(192 + 4 * i);
      if (times > 0) wakers.push({ pid: this.half(176 + 4 * i), times });
    }
    return wakers.sort((a, b) => b.times - a.times);
  }

  private half(offset: number): number {
    return this.body.readUInt32LE(this.at + offset);
  }
  /** Above 2⁵³ a double lacks the last bits, which no count or time comes near. */
  private word(offset: number): number {
    return this.half(offset) + this.half(offset + 4) * 2 ** 32;
  }
  private share(offset: number): number | undefined {
    const value = this.body.readInt32LE(this.at + offset);
    return Math.abs(value) > fixedOne ? undefined : value / fixedOne;
  }
}

function nameIn(body: Buffer, at: number): string {
  const bytes = body.subarray(at, at + nameBytes);
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? nameBytes : end).replace(movingCharacters, '?');
}
