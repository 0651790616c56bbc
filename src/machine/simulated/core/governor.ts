/** The simulated kernel's cpufreq governors: who picks the P-state within the limits. */
import { Conservative } from './conservative.js';
import { Ondemand } from './ondemand.js';
import { Schedutil } from './schedutil.js';

/** What a governor may look at. */
export interface CpuLoad {
  /** PELT utilisation, share of the capacity at f_max. */
  readonly util: number;
  /** Time in which the CPU has run since the start, ms. */
  readonly busy: number;
}

export interface Governor {
  /** Wanted frequency as a share of f_max at `now` ms; asked at each wake-up and each ms of running. */
  want(load: CpuLoad, now: number): number;
  /** The CPU has nothing left to run. */
  idle?(load: CpuLoad): void;
}

export const governorNames = ['performance', 'powersave', 'schedutil', 'ondemand', 'conservative'] as const;
export type GovernorName = (typeof governorNames)[number];

const performance: Governor = { want: () => Number.POSITIVE_INFINITY };
const powersave: Governor = { want: () => 0 };

/** A governor by its sysfs name, fresh: most have a memory. `lowest` is the lowest frequency as a share of f_max. */
export function governorNamed(name: GovernorName, lowest: number): Governor {
  if (name === 'schedutil') return new Schedutil();
  if (name === 'ondemand') return new Ondemand(lowest);
  if (name === 'conservative') return new Conservative(lowest);
  return name === 'performance' ? performance : powersave;
}
