import type { GpuUse } from '../../../model/tasks/gpu-use.js';
import { GpuProcesses } from './processes.js';

/** Processes of one look: a machine on which each program has a pid of its own must not fill the memory. */
const mostUses = 1024;

/** What processes had of the GPUs since the last look. */
export class GpuRuns {
  private readonly processes: GpuProcesses;
  private readonly uses = new Map<string, { -readonly [Field in keyof GpuUse]: GpuUse[Field] }>();
  /** nvidia-smi's number of each GPU. */
  private readonly indexes = new Map<number, number>();
  /** Monotonic ns. */
  private wantedUntil = Number.NEGATIVE_INFINITY;

  constructor(nvidiaSmi: string) {
    this.processes = new GpuProcesses(nvidiaSmi, ({ index, pid, name, busy }, seconds) => {
      for (const [gpu, its] of this.indexes) if (its === index) this.add({ gpu, pid, name, seconds: busy * seconds });
    });
  }

  /** nvidia-smi's number of a GPU. */
  numbered(id: number, index: number | undefined): void {
    if (index !== undefined) this.indexes.set(id, index);
  }

  /** Somebody wants to know, and will ask before that moment. */
  want(until: number): void {
    this.wantedUntil = Math.max(until, this.wantedUntil);
  }

  /** Follows the GPUs that are busy, while somebody wants to know. */
  follow(at: number, busy: readonly number[]): void {
    this.processes.follow(at < this.wantedUntil ? busy.flatMap(id => this.indexes.get(id) ?? []) : []);
  }

  /** Each process once for each GPU. */
  take(): GpuUse[] {
    const uses = [...this.uses.values()];
    this.uses.clear();
    return uses;
  }

  stop(): void {
    this.processes.follow([]);
  }

  private add(use: GpuUse): void {
    const key = `${use.gpu} ${use.pid}`;
    const before = this.uses.get(key);
    if (before !== undefined) before.seconds += use.seconds;
    else if (this.uses.size < mostUses) this.uses.set(key, { ...use });
  }
}
