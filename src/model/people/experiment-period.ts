/** The two policies that an experiment compares. */
export type Arm = 'a' | 'b';

/** What one period of an experiment came to, without its washout. */
export interface Period {
  /** Counted from 0; two periods of one block, one under each policy. */
  readonly block: number;
  readonly arm: Arm;
  /** J. */
  readonly energy: number;
  /** In whatever unit, the same in all periods. */
  readonly work: number;
  /** Why it doesn't count; null when it does. */
  readonly dropped: string | null;
}
