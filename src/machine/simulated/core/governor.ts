/** The simulated kernel's cpufreq governors: who picks the P-state within the limits. */
import { Schedutil } from './schedutil.js';

export interface Governor {
  /** Wanted frequency as a share of f_max, from the utilisation (share of the capacity at f_max) at `now` ms. */
  want(util: number, now: number): number;
}

export const governorNames = ['performance', 'powersave', 'schedutil'] as const;
export type GovernorName = (typeof governorNames)[number];

const performance: Governor = { want: () => Number.POSITIVE_INFINITY };
const powersave: Governor = { want: () => 0 };

/** A governor by its sysfs name, fresh: schedutil has a memory. */
export function governorNamed(name: GovernorName): Governor {
  if (name === 'schedutil') return new Schedutil();
  return name === 'performance' ? performance : powersave;
}
