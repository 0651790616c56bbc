import { type GpuShare, otherGroups, type TaskAccount } from '../../model/tasks/account.js';
import type { GpuUse } from '../../model/tasks/gpu-use.js';
import type { GpuAttribution } from './attribute-gpus.js';
import type { TaskNames } from './task-groups.js';

/** Beyond this many applications the rest is one. */
const mostApplications = 256;

/** Adds up what applications had of the GPUs. */
export class GpuAccount {
  private readonly shares = new Map<string, { -readonly [Field in keyof GpuShare]: GpuShare[Field] }>();
  private idle = 0;
  private measured = false;

  add(uses: readonly GpuUse[], attributed: GpuAttribution | undefined, names: Pick<TaskNames, 'application'>): void {
    if (attributed === undefined) return;
    this.measured = true;
    this.idle += attributed.idle;
    for (const [i, { pid, name, seconds }] of uses.entries()) {
      const share = this.of(names.application({ tgid: pid, name }));
      share.seconds += seconds;
      share.joules += attributed.joules[i] ?? 0;
    }
  }

  /** Undefined where nothing was measured. */
  account(): TaskAccount['gpus'] {
    if (!this.measured) return undefined;
    const byApplication = [...this.shares.values()].sort((a, b) => b.joules - a.joules || b.seconds - a.seconds);
    return { byApplication, idleJoules: this.idle };
  }

  private of(application: string) {
    const name = this.shares.has(application) || this.shares.size < mostApplications ? application : otherGroups;
    const share = this.shares.get(name) ?? { name, seconds: 0, joules: 0 };
    this.shares.set(name, share);
    return share;
  }
}
