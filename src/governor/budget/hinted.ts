/** A hint, and what is known of the process that it names. Times in ms. */
export interface Hinted {
  readonly name: string;
  readonly pid: number;
  /** Who gave it; null where the kernel does not tell. */
  readonly uid: number | null;
  readonly deadline: number | null;
  readonly latency: number | null;
  readonly batch: boolean;
  readonly process: Worked;
}

/** What a process did lately. */
export interface Worked {
  /** Of the machine's CPU time in the last seconds, 0 to 1; undefined where it is not known. */
  readonly share: number | undefined;
  /** Why it does not count: it is gone, another user's, or at rest; undefined where it counts. */
  readonly trouble: string | undefined;
}
