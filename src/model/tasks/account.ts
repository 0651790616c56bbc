/** What one group of tasks used in an interval. */
export interface Use {
  /** Of an application: the name of its process's first thread. Of a cgroup: its path below the root, `/` for the root. Of a unit: its name. */
  readonly name: string;
  readonly cpuSeconds: number;
  /** Its share of the package's active energy, J; `undefined` where no package energy is measured. */
  readonly joules: number | undefined;
  /** Its share of the memory's active energy, J; `undefined` where that is not measured, or misses are not counted. */
  readonly memoryJoules?: number | undefined;
  readonly wakeups: number;
}

/** What one application had of the GPUs in an interval. */
export interface GpuShare {
  readonly name: string;
  /** s for which its kernels ran, of all GPUs. */
  readonly seconds: number;
  readonly joules: number;
}

/** Energy and CPU time of an interval by who used them: each of the three ways sums to the same total. */
export interface TaskAccount {
  /** Unix epoch, s. */
  readonly from: number;
  readonly to: number;
  readonly byApplication: readonly Use[];
  readonly byCgroup: readonly Use[];
  /** systemd's unit: the last part of the cgroup's path that is a service, scope or slice; the path where none is. */
  readonly byUnit: readonly Use[];
  /** Package energy that no task's work explains, J: with the uses of one way it sums to `packageJoules`. */
  readonly idleJoules: number | undefined;
  readonly packageJoules: number | undefined;
  /** The same of memory outside of the package. */
  readonly memoryIdleJoules?: number | undefined;
  /** Of GPUs, where their energy is measured: the largest first. */
  readonly gpus?: { readonly byApplication: readonly GpuShare[]; readonly idleJoules: number } | undefined;
}

/** The name of the smallest groups where there are too many to be told one by one. */
export const otherGroups = '(others)';
