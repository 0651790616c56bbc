import type { BatteryAge } from '../battery-age.js';
import type { GpuReading } from '../gpu.js';
import type { Celsius, Joules, Kilohertz, Nanoseconds, Ratio, Seconds, Watts } from '../units.js';
import type { OtherReading } from './other-sensor.js';

/** What one CPU did over the last interval; counts are per second. */
export interface CpuWork {
  readonly cpu: number;
  readonly busy: Ratio;
  /** Signed coherence of its busy time, least over the ladders that are known: −1 regular, 0 Poisson, +1 persistent. */
  readonly bunching: number | undefined;
  readonly cycles: number | undefined;
  readonly instructions: number | undefined;
  readonly cacheMisses: number | undefined;
  /** Share of its busy time in which it waited for memory, where a counter tells it directly. */
  readonly stall: Ratio | undefined;
}

/** One frequency domain over the last interval. */
export interface PolicyReading {
  readonly id: number;
  /** CPUs that are worth asking: busy for a tenth of the interval or more, else the busiest; in the order of their numbers. */
  readonly work: readonly CpuWork[];
  /** Of all its CPUs, per second. */
  readonly contextSwitches: number | undefined;
  readonly cacheMisses: number | undefined;
  /** Busy share of the busiest online CPU. */
  readonly busy: Ratio | undefined;
  /** Mean frequency while it could be seen, else the current one. */
  readonly frequency: Kilohertz | undefined;
  /** Limits as read back from the kernel. */
  readonly min: Kilohertz | undefined;
  readonly max: Kilohertz | undefined;
  readonly governor: string | undefined;
  readonly epp: string | undefined;
  /** s of busy time of all its CPUs within the interval. */
  readonly busySeconds?: number | undefined;
  /** The part of it at an age of the busy stretch below each of `stretchAges`, s; undefined where there is no reflex. A live view. */
  readonly young?: Float64Array | undefined;
  /** The reflex in force: the highest clock at the start of a busy stretch, and the age in ms at which that ends at the latest; 0: it is off. */
  readonly start?: Kilohertz | undefined;
  readonly raiseMs?: number | undefined;
  /** Share of the highest clock at which the kernel's own governor starts work, and the age in ms at which it raises it; undefined where it does not. */
  readonly kernelStart?: { readonly share: number; readonly ms: number } | undefined;
  /** Share of the busy time at the start clock; 0 without a reflex. */
  readonly startShare?: number | undefined;
  /** Busy stretches that the reflex raised within the interval; undefined where there is none. */
  readonly raises?: number | undefined;
}

/** What the machine's meters (model/meters.ts) come to over the last interval. */
export interface TotalReading {
  /** `packages and memory`. */
  readonly what: string;
  readonly sure: 'whole' | 'at least';
  readonly energy: Joules;
  readonly power: Watts;
}

/** Energy used in one RAPL domain (`package0`, `package0.dram`, `psys`) over the last interval. */
export interface EnergyReading {
  readonly domain: string;
  readonly energy: Joules;
  readonly power: Watts;
}

export interface ZoneReading {
  readonly signal: string;
  /** `zone.acpitz`. */
  readonly scope: string;
  readonly type: string;
  readonly temperature: Celsius;
}

/**
 * What happened between two samples: rates from counters, gauges and states from the newer one. Missing is undefined, never 0. It is a live view: what
 * it says of policies, GPUs and controls is what its reader saw last, so it changes under anyone who keeps it. Copy what is needed after the tick.
 */
export interface LiveReading {
  readonly at: Nanoseconds;
  readonly epoch: number;
  /** Length of the interval; 0 for the first sample, which has no rates. */
  readonly interval: Seconds;
  /** Time asleep within the interval. */
  readonly suspended: Seconds;
  readonly policies: readonly PolicyReading[];
  readonly energy: readonly EnergyReading[];
  /** Undefined where no meter moves, or one of those that make it can't be read. */
  readonly total?: TotalReading | undefined;
  readonly zones: readonly ZoneReading[];
  /** False on battery, true on mains or with no battery at all. */
  readonly onMains: boolean;
  /** What says so, in words. */
  readonly sourceWhy?: string | undefined;
  /** Battery discharge (positive) or charge (negative). */
  readonly batteryPower: Watts | undefined;
  /** How full its batteries are now, percent (model/charge.ts); undefined if none says. */
  readonly charge?: () => number | undefined;
  /** What they hold now, Wh; undefined where one of them doesn't say what it holds when full. */
  readonly held?: () => number | undefined;
  /** How each battery that tells has aged. */
  readonly aged?: () => readonly BatteryAge[];
  /** Share of the interval in which some task waited for a CPU. */
  readonly cpuPressure: Ratio | undefined;
  /** In the order of the topology's GPUs. */
  readonly gpus: readonly GpuReading[];
  /** Sensors that nothing else reads, of which only name, unit and value are known. */
  readonly others: readonly OtherReading[];
  /** Every control's value read back. */
  readonly state: (control: string) => number | string | undefined;
}
