/** What is known of one GPU: how it is described, and what nvidia-smi shows of it in one sample. */
import type { Places } from './sensing/places.js';
import {
  type Celsius,
  celsius,
  finite,
  type Kilohertz,
  kilohertz,
  type Ratio,
  ratio,
  type Watts,
  watts,
} from './units.js';

/** A GPU as the machine describes it (`topology.gpus`). */
export interface Gpu {
  /** Its scope is `gpu0` for 0; the number is the helper's, and stays with the uuid while the helper runs. */
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  /** PCI address, such as 0000:01:00.0; absent where it is on no bus. */
  readonly bus?: string | undefined;
  /** Graphics clocks that it supports at its highest memory clock, kHz, ascending; empty when it tells none. */
  readonly clocks: readonly number[];
  /** Range in which its power limit may be set, uW; null when it tells none. */
  readonly power_limit: { readonly min: number; readonly max: number } | null;
}

/** Bits of `clocks_event_reasons.active`. */
export const throttleReason = {
  idle: 0x1,
  applicationClocks: 0x2,
  softwarePowerCap: 0x4,
  hardwareSlowdown: 0x8,
  syncBoost: 0x10,
  softwareThermal: 0x20,
  hardwareThermal: 0x40,
  powerBrake: 0x80,
  displayClocks: 0x100,
} as const;

/** Being idle and a clock that was asked for hold nothing back. */
const harmless = throttleReason.idle | throttleReason.applicationClocks;

/** Whether heat, power or a partner holds the clock down. */
export const throttled = (reasons: number): boolean => (reasons & ~harmless) !== 0;

/** One GPU in one sample; what it answers N/A to is undefined. */
export interface GpuReading {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  /** Share of the sampling period in which some kernel ran. */
  readonly busy: Ratio | undefined;
  /** Share of it in which its memory was read or written. */
  readonly memoryBusy: Ratio | undefined;
  readonly power: Watts | undefined;
  readonly clock: Kilohertz | undefined;
  readonly memoryClock: Kilohertz | undefined;
  readonly temperature: Celsius | undefined;
  /** Bits of `throttleReason`. */
  readonly throttle: number | undefined;
  /** Power limit that is enforced. */
  readonly powerLimit: Watts | undefined;
  /** 0 (fastest) to 15. */
  readonly pstate: number | undefined;
}

/** `gpu0`: the scope that decisions about a GPU carry, and the prefix of its signals and controls. */
export const gpuScope = (id: number): string => `gpu${id}`;

/**
 * Reads one GPU out of a sample. Its controls are `gpuN.max_clock` (kHz: `-lgc 0,f`, the highest clock being
 * `-rgc`) and `gpuN.power_limit` (uW).
 */
export class GpuReader {
  private readonly gpu: Gpu;
  private readonly places: Readonly<Record<Exclude<keyof GpuReading, 'id' | 'uuid' | 'name'>, number>>;

  constructor(gpu: Gpu, places: Places) {
    const of = (role: string): number => places.at(gpuScope(gpu.id), role);
    this.gpu = gpu;
    this.places = {
      busy: of('busy'),
      memoryBusy: of('memory_busy'),
      power: of('power'),
      clock: of('frequency'),
      memoryClock: of('memory_frequency'),
      temperature: of('temperature'),
      throttle: of('throttle_reasons'),
      powerLimit: of('enforced_limit'),
      pstate: of('pstate'),
    };
  }

  read(values: Float64Array): GpuReading {
    const { id, uuid, name } = this.gpu;
    const { places } = this;
    const share = (percent: number): Ratio => ratio(Math.min(1, Math.max(0, percent / 100)));
    const microwatts = (n: number): Watts => watts(n / 1e6);
    const plain = (n: number): number => n;
    return {
      id,
      uuid,
      name,
      busy: finite(values[places.busy], share),
      memoryBusy: finite(values[places.memoryBusy], share),
      power: finite(values[places.power], microwatts),
      clock: finite(values[places.clock], kilohertz),
      memoryClock: finite(values[places.memoryClock], kilohertz),
      temperature: finite(values[places.temperature], celsius),
      throttle: finite(values[places.throttle], plain),
      powerLimit: finite(values[places.powerLimit], microwatts),
      pstate: finite(values[places.pstate], plain),
    };
  }
}
