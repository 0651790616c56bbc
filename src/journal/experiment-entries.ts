import type { Arm } from '../model/experiment-period.js';
import type { Design } from '../model/experiment-policy.js';

/** An experiment; written again with each of its periods, and when it ends. Known by when it was started. */
export interface ExperimentRow extends Design {
  readonly started: number;
  readonly washoutMs: number;
  readonly seed: number;
  /** What work was counted in. */
  readonly unit: string;
  readonly ended: number | null;
  /** Why it ended; null while it runs. */
  readonly end: string | null;
}

/** One period of it, without its washout. */
export interface PeriodRow {
  readonly block: number;
  readonly arm: Arm;
  readonly from: number;
  readonly until: number;
  readonly millijoules: number;
  readonly work: number;
  readonly measuredMs: number;
  /** Of the hottest zone; null where there is none. */
  readonly meanMillicelsius: number | null;
  /** Why it doesn't count; null when it does. */
  readonly dropped: string | null;
}

export interface ExperimentEntry {
  readonly experiment: ExperimentRow;
  readonly period: PeriodRow | null;
}
