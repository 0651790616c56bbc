/** Energy performance preference by the words of sysfs (drivers/cpufreq/intel_pstate.c, energy_perf_strings). */
import type { Manners } from './manners.js';

export const preferenceNames = ['default', 'performance', 'balance_performance', 'balance_power', 'power'] as const;
export type PreferenceName = (typeof preferenceNames)[number];

/** The governors of a driver whose firmware picks the clock. */
export const firmwareGovernors = ['performance', 'powersave'] as const;

const values: Readonly<Record<PreferenceName, number>> = {
  default: 128,
  performance: 0,
  balance_performance: 128,
  balance_power: 192,
  power: 255,
};

export const eppOf = (name: PreferenceName): number => values[name];

/** The word that reads back: `default` stands for the value that the machine came with. */
export const readBack = (name: PreferenceName): PreferenceName => (name === 'default' ? 'balance_performance' : name);

/** Firmware that picks the clock under `powersave`, as the machine comes with it. */
export interface Firmware {
  readonly preference: PreferenceName;
  readonly manners: Manners;
}
