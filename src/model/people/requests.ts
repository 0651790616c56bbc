import type { ActionName } from './actions.js';
import type { ChargeOrders } from './charge.js';
import type { ProfileName } from './profiles.js';
import type { Promised } from './promise.js';

/** What can be overridden; frequencies in kHz. */
export interface OverrideRequest {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly epp?: string | undefined;
  readonly governor?: string | undefined;
  readonly boost?: boolean | undefined;
  /** Highest clock of every GPU. */
  readonly gpuMax?: number | undefined;
  /** `P`, `E` or a list of CPUs; all when left out. */
  readonly cpus?: string | undefined;
}

/** An override in force. */
export interface Override extends OverrideRequest {
  readonly id: number;
  /** Who asked for it, in words. */
  readonly who: string;
  /** How long it holds, in words: `until 18:00:00`. */
  readonly lasts: string;
}

/** What people ask for now. The list of overrides stays the same object while nothing in it changes; `cap` and `target` are the configuration's. */
export interface Requested {
  readonly profile: ProfileName;
  readonly overrides: readonly Override[];
  /** Highest clock that the configuration allows now, kHz, and when, in words. */
  readonly cap: { readonly max: number; readonly when: string } | undefined;
  /** Temperature to keep the CPUs at, °C. */
  readonly target: number | undefined;
  /** Absent in older recordings. */
  readonly promised?: Promised | undefined;
  /** How far batteries are to be charged; the same object while nothing in it changes, absent where nobody asks. */
  readonly charge?: ChargeOrders | undefined;
  /** Profiles are no more sparing on battery than on mains. */
  readonly unaware?: true;
  /** The kernel's governor is to start and raise work where it is offered. */
  readonly kernel?: true;
  /** The actions that are on, none when left out; the same list while that does not change. */
  readonly actions?: readonly ActionName[];
}
