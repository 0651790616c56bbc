import type { BindingReason } from '../governor/arbitration/decision.js';
import type { EventRow } from './tables/events.js';
import type { GapRow } from './tables/gaps.js';
import type { TableRows } from './tables/tables.js';

export type { EventRow, GapRow };

/** What the daemon writes: plain data that can be sent to the writer's thread. Times are UTC milliseconds, energies whole millijoules. */

/** The limits of one scope: control → value (kHz, uW, 0/1 or a word). */
export type Limits = Readonly<Record<string, number | string>>;

/** One run of identical decisions about one scope. Rows grow (`until`, `ticks`) while the plan and its binding reasons hold. */
export interface DecisionRow {
  /** Unique within the run of the daemon, counted from 1. A row that has grown is written again under its key. */
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
  /** Values read back after the last write of this row; null if there was no write or no result yet. */
  readonly readback: Limits | null;
  readonly reasons: readonly BindingReason[];
  /** The features when the row was opened. */
  readonly features: Readonly<Record<string, number>>;
}

export const seriesKinds = [
  'energy',
  'temperature',
  'frequency',
  'residency',
  'throttled',
  'capacity',
  'health',
  'cycles',
  'fan',
  'promise',
  'raises',
  'heartbeats',
] as const;
/** What is measured; the units are in docs/journal.md. */
export type SeriesKind = (typeof seriesKinds)[number];

/** One thing that is measured all the time: `energy package0`, `temperature x86_pkg_temp`. */
export interface Series {
  readonly kind: SeriesKind;
  readonly name: string;
}

/** The conditions of a measurement. */
export interface Conditions {
  readonly mode: 'govern' | 'observe' | 'unknown';
  readonly profile: string;
  readonly source: 'mains' | 'battery' | 'unknown';
  /** The kernel's cpufreq governor; several are joined by commas. */
  readonly governor: string;
}

/** One series under the same conditions in one slot of 10 s. A slot is written again, whole, when there is more of it. */
export interface SlotRow {
  /** Start of the slot, a multiple of 10 000 ms. */
  readonly slot: number;
  readonly series: Series;
  readonly under: Conditions;
  /** How often the clock was set back in this run: the same time afterwards is another slot. */
  readonly part: number;
  /** The value integrated over time: mJ for power in mW; other values keep milliseconds (m°C·ms, kHz·ms). Of what is counted, its number. */
  readonly integral: number;
  /** How much of the slot was measured, in ms. */
  readonly measuredMs: number;
  /** Least and greatest value of an interval between two samples; null if there is none (a time, a count). */
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
  /** The newest tick in it, for the run's `until`. */
  readonly until: number;
  readonly decisions: readonly DecisionRow[];
  readonly slots: readonly SlotRow[];
  readonly gaps: readonly GapRow[];
  readonly events: readonly EventRow[];
}
