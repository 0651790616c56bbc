/** Which governors are compared on which driver of the virtual laptop: its kernel's or its firmware's own, and our daemon above its default. */
import type { Variant } from '../../test/rig/guest/options.js';

export interface Contender {
  readonly name: string;
  readonly governor: string;
  readonly epp?: string;
  /** Whether the daemon runs, in its balanced profile. */
  readonly latticed?: true;
}

interface Driver {
  readonly title: string;
  /** The kernel's choice if nobody changed it. */
  readonly default: string;
  /** `stalled`: cycles stalled on the back end, as CPUs with acpi-cpufreq counted them; `plain`: cache misses alone, as on today's CPUs. */
  readonly pmu: 'plain' | 'stalled';
  readonly contenders: readonly Contender[];
}

export const ours = 'latticed';

export const drivers: Readonly<Record<Variant, Driver>> = {
  'acpi-cpufreq': {
    title: 'acpi-cpufreq: the kernel’s own governors',
    default: 'schedutil',
    pmu: 'stalled',
    contenders: [
      { name: 'performance', governor: 'performance' },
      { name: 'schedutil', governor: 'schedutil' },
      { name: 'ondemand', governor: 'ondemand' },
      { name: 'conservative', governor: 'conservative' },
      { name: ours, governor: 'schedutil', latticed: true },
    ],
  },
  'amd-pstate': {
    title: 'amd-pstate-epp: simulated firmware',
    default: 'powersave',
    pmu: 'plain',
    contenders: [
      { name: 'performance', governor: 'performance' },
      { name: 'powersave', governor: 'powersave', epp: 'balance_performance' },
      { name: ours, governor: 'powersave', epp: 'balance_performance', latticed: true },
    ],
  },
};
