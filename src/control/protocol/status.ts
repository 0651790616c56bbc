import type { BindingReason } from '../../governor/arbitration/decision.js';
import type { JournalHealth } from '../../journal/journal.js';
import type { BatteryAge } from '../../model/battery-age.js';
import type { ControlValue, Missing } from '../../model/signals.js';
import type { HintStatus } from './hint.js';
import type { BatteryCharge } from './operations/charge.js';
import type { ExperimentStatus } from './operations/experiment.js';
import type { PromiseStatus, ReflexStatus } from './promise-status.js';
import type { RequestsStatus } from './request-status.js';

/** How one control stands that the daemon wants to own. */
export interface ControlStatus {
  readonly name: string;
  /** kHz, uW, bool or choice. */
  readonly unit: string;
  readonly wanted: ControlValue;
  /** What the kernel says it is; null when it can't be read. */
  readonly readback: ControlValue | null;
  readonly baseline: ControlValue | null;
  /** `held`: as wanted. `clamped`: the kernel made it another value. `refused`: the write failed. `ceded`: somebody else wrote it and is left alone for now. `observed`: never written in this mode. `pending`: a write is due or its outcome is awaited. `unknown`: it can't be read now. */
  readonly state: 'held' | 'clamped' | 'refused' | 'ceded' | 'observed' | 'pending' | 'unknown';
  readonly why: string | null;
}

/** A sensor of which only this is known; null while it can't be read. A counter is told by its growth a second. */
export interface SensorStatus {
  readonly name: string;
  readonly unit: string;
  readonly value: number | null;
}

/** What the governor makes of a domain's load; shares from 0 to 1. */
export interface LoadStatus {
  /** Signed coherence of its busy time: −1 regular, 0 Poisson, +1 persistent. */
  readonly bunching: number | null;
  readonly coherence: number | null;
  /** β: share of a run that a lower clock lengthens. */
  readonly computeShare: number;
  /** False where nothing tells waiting from computing, and β is taken to be 1. */
  readonly stallKnown: boolean;
  readonly utilisation: number;
  readonly regular: boolean;
  readonly batch: boolean;
  /** Frequency that it can reach now, kHz. */
  readonly top: number;
}

/** One frequency domain; kHz. */
export interface PolicyStatus {
  readonly scope: string;
  readonly cpus: readonly number[];
  readonly online: boolean;
  readonly driver: string;
  readonly hardware: { readonly min: number; readonly max: number };
  readonly frequency: number | null;
  /** Share of the busiest CPU. */
  readonly busy: number | null;
  readonly limits: { readonly min: number | null; readonly max: number | null };
  readonly governor: string | null;
  readonly epp: string | null;
  /** Null where the machine offers none. Older daemons don't tell. */
  readonly reflex?: ReflexStatus | null | undefined;
  /** What its load is like; null before the first tick. */
  readonly load: LoadStatus | null;
  readonly reasons: readonly BindingReason[];
  /** W that it draws less than at full clock, by the learned power curve; null while that is not known. Older daemons don't tell. */
  readonly savedWatts?: number | null | undefined;
  /** What a person reads first, in 120 characters at most. Older daemons don't tell. */
  readonly summary?: string | undefined;
  /** Why its limits are what they are, with all figures. */
  readonly explanation: string;
}

/** Limits that are no frequency domain's own, such as one boost switch for all CPUs. */
export interface WholeStatus {
  readonly limits: Readonly<Record<string, number | string>>;
  readonly reasons: readonly BindingReason[];
  readonly summary?: string | undefined;
  readonly explanation: string;
}

export interface DeviceStatus extends WholeStatus {
  readonly scope: string;
}

/** One NVIDIA GPU; kHz, W, °C, shares from 0 to 1. Null while nvidia-smi does not tell. */
export interface GpuStatus {
  readonly scope: string;
  readonly uuid: string;
  readonly name: string;
  /** Share of the last second in which some kernel ran. */
  readonly busy: number | null;
  /** Share in which its memory was read or written. */
  readonly memoryBusy: number | null;
  readonly watts: number | null;
  readonly clock: number | null;
  /** The lock that was set last; the highest clock where there is none. It can't be read back. */
  readonly maxClock: number | null;
  readonly celsius: number | null;
  readonly powerLimit: number | null;
  /** What else holds its clock down, in words: `power limit`, `heat`. */
  readonly heldBy: readonly string[];
  readonly reasons: readonly BindingReason[];
  /** What a person reads first, and why its limit is what it is with all figures; null where nothing was decided. */
  readonly summary?: string | null | undefined;
  readonly explanation: string | null;
}

/** What the machine's batteries hold. */
export interface BatteryStatus {
  /** How full they are, %. */
  readonly percent: number | null;
  /** What they hold, Wh. */
  readonly wattHours: number | null;
  /** s until they are empty at the mean power of the last five minutes; null on mains and where it is not known. */
  readonly secondsLeft: number | null;
  /** Those that tell how they have aged, 8 at most. Older daemons don't tell. */
  readonly aged?: readonly BatteryAge[] | undefined;
}

/** The daemon as it is now: everything that `status`, `top`, `explain`, `doctor` and `verify` show. */
export interface Status {
  readonly version: string;
  readonly pid: number;
  /** UTC ms. */
  readonly started: number;
  readonly now: number;
  readonly machine: string;
  readonly simulated: boolean;
  readonly mode: 'govern' | 'observe';
  /** The one in force; `asked` tells which was set and who holds another. */
  readonly profile: string;
  /** Where the profile is from, in words: `configured, on battery`. */
  readonly profileWhy: string;
  readonly asked: RequestsStatus;
  /** What is kept against full clock; older daemons don't tell. */
  readonly promise?: PromiseStatus | undefined;
  /** What applications say that they need; older daemons don't tell. */
  readonly hints?: readonly HintStatus[] | undefined;
  /** Hints that were taken and refused since the daemon started; older daemons don't tell. */
  readonly hintCounts?: { readonly taken: number; readonly refused: number } | undefined;
  readonly onMains: boolean;
  /** What says so, in words; older daemons don't tell. */
  readonly sourceWhy?: string | undefined;
  readonly cadence: 'quiet' | 'active';
  readonly ticks: number;
  /** Ticks that took longer than their period, and samples left out since those before took too long. */
  readonly overruns: number;
  readonly epoch: number;
  readonly policies: readonly PolicyStatus[];
  /** Those that the helper could describe. */
  readonly gpus: readonly GpuStatus[];
  /** What was decided of the machine as a whole; null where nothing was. */
  readonly whole: WholeStatus | null;
  /** What was decided of devices beside CPUs and GPUs, such as a panel. Older daemons don't tell. */
  readonly devices?: readonly DeviceStatus[] | undefined;
  /** Each counter by itself; some are inside of others. */
  readonly power: readonly { readonly domain: string; readonly watts: number }[];
  /** What they come to, and of what; null where nothing is measured. Older daemons don't tell. */
  readonly total?:
    | { readonly what: string; readonly sure: 'whole' | 'at least'; readonly watts: number }
    | null
    | undefined;
  readonly zones: readonly { readonly name: string; readonly celsius: number; readonly trip: number | null }[];
  /** What the machine measures besides and nothing here knows what to do with: fans, chips, sensors that are new. 128 at most. */
  readonly sensors: readonly SensorStatus[];
  /** Positive while discharging. */
  readonly batteryWatts: number | null;
  /** All batteries together; null where there is none. Older daemons don't tell. */
  readonly battery?: BatteryStatus | null | undefined;
  /** How far each battery is charged; older daemons don't tell. */
  readonly charge?: readonly BatteryCharge[] | undefined;
  readonly cpuPressure: number | null;
  readonly controls: readonly ControlStatus[];
  readonly missing: readonly Missing[];
  readonly journal: JournalHealth;
  readonly experiment: ExperimentStatus | null;
  /** Other daemons known to write the same files, running now. */
  readonly rivals: readonly string[];
  /** Names under which desktops find power profiles on the system bus; why not under all of them, or null. */
  readonly desktop: { readonly names: readonly string[]; readonly why: string | null };
  /** Newest last. */
  readonly notices: readonly { readonly at: number; readonly what: string; readonly why: string }[];
}
