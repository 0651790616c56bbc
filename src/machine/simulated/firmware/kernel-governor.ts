/** The simulated kernel's cpufreq governors, which pick the P-state within the limits. */
import { Conservative } from './conservative.js';
import type { KernelGovernor } from './governor-contract.js';
import { Ondemand } from './ondemand.js';
import { Schedutil } from './schedutil.js';

export const governorNames = ['performance', 'powersave', 'schedutil', 'ondemand', 'conservative'] as const;
export type GovernorName = (typeof governorNames)[number];

const performance: KernelGovernor = { want: () => Number.POSITIVE_INFINITY };
const powersave: KernelGovernor = { want: () => 0 };

/** A new governor by its sysfs name: most have state. `lowest` is the lowest frequency as a share of f_max. */
export function governorNamed(name: GovernorName, lowest: number): KernelGovernor {
  if (name === 'schedutil') return new Schedutil();
  if (name === 'ondemand') return new Ondemand(lowest);
  if (name === 'conservative') return new Conservative(lowest);
  return name === 'performance' ? performance : powersave;
}
