import { type GpuShare, otherGroups, type TaskAccount } from '../../model/tasks/account.js';
import type { GpuUse } from '../../model/tasks/gpu-use.js';
import { attributeGpus, type GpuDrawn } from './attribute-gpus.js';
import type { TaskNames } from './task-groups.js';

/** Beyond this many applications of all GPUs the rest of each is one. */
const mostApplications = 256;

type Writable<T> = { -readonly [Field in keyof T]: T[Field] };

/**
 * Adds up what applications had of the GPUs. Their energy is shared out at the end: nvidia-smi tells of processes more seldom than there are looks, and
 * what it tells after one look belongs to the energy of those before as well.
 */
export class GpuAccount {
  private readonly uses = new Map<string, Writable<Pick<GpuUse, 'gpu' | 'name' | 'seconds'>>>();

  add(uses: readonly GpuUse[], names: Pick<TaskNames, 'application'>): void {
    for (const { gpu, pid, name, seconds } of uses)
      this.of(gpu, names.application({ tgid: pid, name })).seconds += seconds;
  }

  /** Of what was drawn in `seconds`; undefined where nothing was measured. */
  account(drawn: readonly GpuDrawn[], seconds: number): TaskAccount['gpus'] {
    const uses = [...this.uses.values()];
    const attributed = attributeGpus(uses, drawn, seconds);
    if (attributed === undefined) return undefined;
    const shares = new Map<string, Writable<GpuShare>>();
    for (const [i, { name, seconds: ran }] of uses.entries()) {
      const share = shares.get(name) ?? { name, seconds: 0, joules: 0 };
      shares.set(name, share);
      share.seconds += ran;
      share.joules += attributed.joules[i] ?? 0;
    }
    const byApplication = [...shares.values()].sort((a, b) => b.joules - a.joules || b.seconds - a.seconds);
    return { byApplication, idleJoules: attributed.idle };
  }

  private of(gpu: number, application: string) {
    const keyOf = (name: string): string => `${gpu} ${name}`;
    const known = this.uses.has(keyOf(application)) || this.uses.size < mostApplications;
    const name = known ? application : otherGroups;
    const use = this.uses.get(keyOf(name)) ?? { gpu, name, seconds: 0 };
    this.uses.set(keyOf(name), use);
    return use;
  }
}
