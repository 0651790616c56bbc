import type { BindingReason } from '../governor/arbitration/decision.js';
import type { EventRow } from './tables/events.js';
import type { GapRow } from './tables/gaps.js';
import type { TableRows } from './tables/tables.js';

export type { EventRow, GapRow };

/** What the daemon hands to its journal; plain data, so that it can cross to the writer's thread. Times are UTC milliseconds, energies whole millijoules. */

/** The limits of one scope: control → value (kHz, uW, 0/1 or a word). */
export type Limits = Readonly<Record<string, number | string>>;

/** One run of identical decisions about one scope. Rows grow (`until`, `ticks`) while the plan and its binding reasons hold. */
export interface DecisionRow {
  /** Unique within the run of the daemon, counted from 1; a row is written again under its key when it has grown. */
  readonly key: number;
  readonly scope: string;
  readonly from: number;
  readonly until: number;
  readonly ticks: number;
  /** Whether the limits were written (`govern`) or only shown (`observe`). */
  readonly mode: 'govern' | 'observe';
  readonly profile: string;
  readonly before: Limits;
  readonly after: Limits;
  /** Values read back after the last write under this row; null while none was needed or none came back yet. */
  readonly readback: Limits | null;
  readonly reasons: readonly BindingReason[];
  /** The features that caused it, as they were when the row was opened. */
  readonly features: Readonly<Record<string, number>>;
}

export const seriesKinds = ['energy', 'temperature', 'frequency', 'residency', 'throttled', 'capacity'] as const;
/** What is measured; docs/journal.md tells the unit of each. */
export type SeriesKind = (typeof seriesKinds)[number];

/** One thing that is measured all the time: `energy package0`, `temperature x86_pkg_temp`. */
export interface Series {
  readonly kind: SeriesKind;
  readonly name: string;
}

/** Under what something was measured. */
export interface Conditions {
  readonly mode: 'govern' | 'observe' | 'unknown';
  readonly profile: string;
  readonly source: 'mains' | 'battery' | 'unknown';
  /** The kernel's cpufreq governor; several are joined by commas. */
  readonly governor: string;
}

/** One series under the same conditions in one 10 s slot. A slot is written again, whole, when more of it is known. */
export interface SlotRow {
  /** Start of the slot, a multiple of 10 000 ms. */
  readonly slot: number;
  readonly series: Series;
  readonly under: Conditions;
  /** How often the clock had been set back in this run: a time that comes again is another slot. */
  readonly part: number;
  /** The value integrated over time: power in mW gives mJ; what is no power keeps milliseconds (m°C·ms, kHz·ms). */
  readonly integral: number;
  /** Seconds of the slot that were measured, in milliseconds. */
  readonly measuredMs: number;
  /** Least and greatest value of an interval between two samples; null where a value has no size (a time spent). */
  readonly min: number | null;
  readonly max: number | null;
}

/** One run of the daemon. */
export interface RunRow {
  readonly started: number;
  readonly bootId: string;
  readonly version: string;
  readonly machine: string;
  readonly simulated: boolean;
}

/** All that was gathered since the last flush: decisions, slots, and the rows of every other table (tables/tables.ts). */
export interface Batch extends TableRows {
  /** Newest tick contained, for the run's `until`. */
  readonly until: number;
  readonly decisions: readonly DecisionRow[];
  readonly slots: readonly SlotRow[];
  readonly gaps: readonly GapRow[];
  readonly events: readonly EventRow[];
}
