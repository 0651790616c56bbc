/** How a machine is built: CPUs, frequency domains, thermal zones, power supplies, GPUs. */
import type { Gpu } from './gpu.js';
import { Recurring } from './sensing/recurring.js';

export interface Cpu {
  readonly id: number;
  readonly online: boolean;
  /** Null for a CPU that was offline when the machine was described. */
  readonly package: number | null;
  readonly core: number | null;
  /** LP: low-power efficiency cores. Null where all are alike. */
  readonly kind: 'P' | 'E' | 'LP' | null;
}

/** One frequency domain (cpufreq policy); frequencies in kHz. */
export interface Policy {
  readonly id: number;
  readonly cpus: readonly number[];
  readonly online: readonly number[];
  readonly driver: string;
  readonly hw_min: number;
  readonly hw_max: number;
  readonly base: number | null;
  readonly frequencies: readonly number[];
}

export interface Trip {
  readonly type: string;
  readonly celsius: number;
  readonly hysteresis: number;
}

export interface Zone {
  /** Name of the signal with the zone's temperature. */
  readonly signal: string;
  readonly type: string;
  readonly trips: readonly Trip[];
}

export interface Supply {
  readonly name: string;
  readonly type: string;
  /** Device is a mouse's or a headset's. Absent where the kernel does not say: the machine's own. */
  readonly scope?: string | undefined;
}

export interface Sensors {
  readonly busy: 'bpf' | 'proc_stat' | 'none';
  readonly counters: 'hardware' | 'software' | 'none';
  readonly energy: 'powercap' | 'perf' | 'hwmon' | 'none';
  /** ms between two ticks of the kernel's scheduler, where a reflex looks at it. */
  readonly tick_ms?: number | undefined;
}

/** Of a kernel with 250 ticks a second. */
const usualTickMs = 4;
export const tickMsOf = ({ tick_ms: ms = usualTickMs }: Sensors): number => ms;

export interface Topology {
  readonly cpus: readonly Cpu[];
  readonly policies: readonly Policy[];
  readonly zones: readonly Zone[];
  readonly supplies: readonly Supply[];
  readonly sensors: Sensors;
  /** Absent where none is governed. */
  readonly gpus?: readonly Gpu[] | undefined;
}

/** Names by the id of a frequency domain, the same string each time: maps find it faster than an equal one. */
function named(name: (id: number) => string): (id: number) => string {
  const names = new Recurring<string, number>();
  return id => names.get(id, name);
}

/** `policy3`: the scope that decisions about a frequency domain carry. */
export const policyScope = named(id => `policy${id}`);

/** `cpu3`: the scope of its signals. */
export const cpuScope = (id: number): string => `cpu${id}`;

/** `policy3.max_freq`: the control that caps a frequency domain. */
export const maxFrequency = named(id => `policy${id}.max_freq`);
