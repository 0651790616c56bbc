import type { DecisionRow, EventRow, GapRow, RunRow } from './write-model.js';

/** What the journal returns: the rows as they were written, with their run. */

export interface StoredRun extends RunRow {
  readonly id: number;
  /** The newest tick that was written. */
  readonly until: number;
  /** When it ended cleanly; null while it runs or if it was killed. */
  readonly ended: number | null;
}

export interface StoredDecision extends DecisionRow {
  readonly id: number;
  readonly run: number;
}

export interface StoredGap extends GapRow {
  readonly run: number;
}

export interface StoredEvent extends EventRow {
  readonly run: number;
}

/** Energy of a domain over all slots of the span. */
export interface EnergyTotal {
  readonly domain: string;
  readonly millijoules: number;
  readonly measuredMs: number;
  readonly maxMilliwatts: number;
}

export interface StoredInventory {
  readonly at: number;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A span of UTC milliseconds, both ends optional, and how many rows at most (the newest). */
export interface Span {
  readonly since?: number | undefined;
  readonly until?: number | undefined;
  readonly limit?: number | undefined;
}
