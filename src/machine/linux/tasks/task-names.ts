import { join } from 'node:path';
import type { Task } from '../../../model/tasks/task.js';
import { nameOfProcess } from '../procfs/process.js';
import { CgroupPaths } from './cgroup-paths.js';

/** Processes whose first thread has not run since the counting began are asked for their name: so many in a look. */
const mostAsked = 256;

/** How the tasks of the newest look are called. Bounded by the look. */
export class LinuxTaskNames {
  private readonly proc: string;
  private readonly paths: CgroupPaths;
  private processes = new Map<number, string>();

  /** `root` has `proc` and `sys`. */
  constructor(root: string) {
    this.proc = join(root, 'proc');
    this.paths = new CgroupPaths(join(root, 'sys/fs/cgroup'));
  }

  /** Learns the names of these tasks, and forgets all others. O(tasks), and some µs for each process and control group that is new. */
  learn(tasks: readonly Task[]): void {
    this.paths.learn(new Set(tasks.map(task => task.cgroup)));
    this.processes = new Map(tasks.flatMap(({ pid, tgid, name }) => (pid === tgid ? [[tgid, name] as const] : [])));
    let asked = 0;
    for (const { tgid, name } of tasks)
      if (!this.processes.has(tgid))
        this.processes.set(tgid, (asked++ < mostAsked && nameOfProcess(tgid, this.proc)) || name);
  }

  /** The name of its process's first thread; its own where that is not known. */
  application({ tgid, name }: Pick<Task, 'tgid' | 'name'>): string {
    return this.processes.get(tgid) ?? name;
  }

  /** Its path below the root. */
  cgroup(id: number): string {
    return this.paths.of(id);
  }
}
