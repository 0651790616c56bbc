import type { Arm } from '../model/people/experiment-period.js';
import type { Design } from '../model/people/experiment-policy.js';

/** An experiment, known by the time it was started. Written again with each of its periods and when it ends. */
export interface ExperimentRow extends Design {
  readonly started: number;
  readonly washoutMs: number;
  readonly seed: number;
  /** The unit of work. */
  readonly unit: string;
  readonly ended: number | null;
  /** Why it ended; null while it runs. */
  readonly end: string | null;
}

/** The unit under which all units are told that are not counted. */
export const uncountedUnits = '';

/** Work of one unit that applications told by heartbeats. */
export interface ToldWork {
  /** Such as tokens, or `uncountedUnits`, of which only messages are told. */
  readonly unit: string;
  /** Units done in the measured time. */
  readonly amount: number;
  /** That told of any. */
  readonly messages: number;
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
  /** Of the hottest zone; null if there is none. */
  readonly meanMillicelsius: number | null;
  /** By unit; nothing of a period that doesn't count. */
  readonly told: readonly ToldWork[];
  /** Why it doesn't count; null if it does. */
  readonly dropped: string | null;
}

export interface ExperimentEntry {
  readonly experiment: ExperimentRow;
  readonly period: PeriodRow | null;
}
