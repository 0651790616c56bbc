import { type ProfileName, profileNames } from '../../model/people/profiles.js';

/** What profiles are made of on this machine. */
export interface Drivers {
  /** Kernel driver of the CPUs' clocks; null where none of its files may be written. */
  readonly cpu: string | null;
  /** Whether the firmware's own profile follows. */
  readonly platform: boolean;
}

/** As clients of power-profiles-daemon know them; other drivers' names are the kernel's. */
const clientsWord = (driver: string): string =>
  driver.startsWith('amd-pstate')
    ? 'amd_pstate'
    : driver === 'intel_pstate' || driver === 'intel_cpufreq'
      ? 'intel_pstate'
      : driver;

/** Takes the firmware's place where it offers nothing: a desktop is never without a slider, and may count on two profiles. */
const placeholder = 'placeholder';

/** What drives each profile that there is, in the words of power-profiles-daemon. */
export function profilesOf({ cpu, platform }: Drivers): readonly Readonly<Record<string, string>>[] {
  // Clients list them backwards: the most performant last.
  return profileNames.toReversed().flatMap(profile => {
    const firmware = platform ? 'platform_profile' : profile === 'performance' ? undefined : placeholder;
    const clocks = cpu === null ? undefined : clientsWord(cpu);
    const driver = clocks !== undefined && firmware !== undefined ? 'multiple' : (clocks ?? firmware);
    if (driver === undefined) return [];
    return [
      {
        Profile: profile,
        Driver: driver,
        ...(clocks === undefined ? {} : { CpuDriver: clocks }),
        ...(firmware === undefined ? {} : { PlatformDriver: firmware }),
      },
    ];
  });
}

/** Whether a profile is on offer. */
export const offers = ({ cpu, platform }: Drivers, profile: ProfileName): boolean =>
  cpu !== null || platform || profile !== 'performance';
