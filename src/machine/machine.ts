import type { Description } from '../model/description.js';
import type { Sample } from '../model/sensing/sample.js';
import type { ControlValue } from '../model/signals.js';
import type { TasksWanted, TaskTable } from '../model/tasks/task.js';

/** What became of one control in a set or a restore. */
export type ControlResult =
  | { readonly value: ControlValue }
  | { readonly errno: string; readonly path?: string; readonly wanted?: ControlValue; readonly why?: string };

export interface Outcome {
  readonly epoch: number;
  readonly results: Readonly<Record<string, ControlResult>>;
}

/** How often the machine samples, and how long it may hold samples back while nothing happens. */
export interface Cadence {
  readonly activeHz: number;
  readonly quietHz: number;
  readonly batchSeconds: number;
}

/** What a machine tells its user, in the order in which it happens. */
export interface MachineEvents {
  /** The description changed: every index into a sample is void. */
  hello(description: Description): void;
  /** One or more samples, oldest first; more than one when they were held back. */
  samples(batch: readonly Sample[]): void;
  /** The machine was put back to its baseline without being asked. */
  restored(why: string, outcome: Outcome): void;
  notice(what: string, why: string): void;
  /** The machine can't be reached any more; `again` says whether a new connection is being tried. */
  lost(why: string, again: boolean): void;
}

/** The world behind one contract: linux through the helper, a simulation, or a recording. */
export interface Machine {
  /** Resolves with the first description, after `hello` was told it; rejects when the machine can't be reached at all. */
  start(events: MachineEvents): Promise<Description>;
  cadence(cadence: Cadence): void;
  /** Asks for a sample now, whatever is held back: somebody's request waits for the next tick. */
  sample(): void;
  /** Writes under a lease of `leaseSeconds`; resolves with the values read back. Never rejects for a refused value. */
  set(values: Readonly<Record<string, ControlValue>>, leaseSeconds: number): Promise<Outcome>;
  /** Of these controls and no others, a restore leaves what was set: only what limits a battery's charge may be kept. */
  keep(controls: readonly string[]): void;
  /** What each task did. Rejects with the reason where tasks can't be had; missing where a machine never has any. */
  tasks?(wanted?: TasksWanted): Promise<TaskTable>;
  /** Renews the lease. */
  beat(leaseSeconds: number): void;
  /** Puts every control back to its baseline, but for those to keep. */
  restore(): Promise<Outcome>;
  /** Restores, then lets go of the machine. Resolves with the values read back, or undefined where nobody told; the second call does nothing. */
  stop(): Promise<Outcome | undefined>;
}
