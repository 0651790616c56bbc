/** What applications ask for, as far as the governor follows it (governor/budget/hints.ts). Times in ms. */
export interface Asked {
  /** D is at most this. `alone`: also of work that the promise in percent gives none. */
  readonly latency?: Wish | undefined;
  /** Paced work is due so long after it came. `alone`: room may be more than without it, too. */
  readonly deadline?: Wish | undefined;
  /** The application that says that nobody waits for single units, and works almost alone. */
  readonly batch?: string | undefined;
  /** The same, in words for reasons. */
  readonly words: string;
}

export interface Wish {
  readonly ms: number;
  readonly by: string;
  /** Whether who asks has most of the CPU time. */
  readonly alone: boolean;
}
