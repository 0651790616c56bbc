import { expect, test } from 'vitest';
import { offers, profilesOf } from '../../../src/control/dbus/drivers.js';

test.each([
  ['amd-pstate-epp', true, 'multiple', 'amd_pstate', 'platform_profile'],
  ['amd-pstate', false, 'multiple', 'amd_pstate', 'placeholder'],
  ['intel_pstate', false, 'multiple', 'intel_pstate', 'placeholder'],
  ['intel_cpufreq', true, 'multiple', 'intel_pstate', 'platform_profile'],
  ['acpi-cpufreq', false, 'multiple', 'acpi-cpufreq', 'placeholder'],
] as const)(
  '%s, firmware %s: clients know the drivers by their names',
  (cpu, platform, driver, cpuDriver, firmware) => {
    const [saver, balanced, performance] = profilesOf({ cpu, platform });
    expect(saver).toEqual({
      Profile: 'power-saver',
      Driver: driver,
      CpuDriver: cpuDriver,
      PlatformDriver: firmware,
    });
    expect(balanced).toEqual({ ...saver, Profile: 'balanced' });
    // The placeholder knows nothing of performance.
    expect(performance).toEqual(
      platform
        ? { ...saver, Profile: 'performance' }
        : { Profile: 'performance', Driver: cpuDriver, CpuDriver: cpuDriver },
    );
  },
);

test('where nothing can be driven there are two profiles, and no performance', () => {
  const nothing = { cpu: null, platform: false };
  const one = { Driver: 'placeholder', PlatformDriver: 'placeholder' };
  expect(profilesOf(nothing)).toEqual([
    { Profile: 'power-saver', ...one },
    { Profile: 'balanced', ...one },
  ]);
  expect([offers(nothing, 'balanced'), offers(nothing, 'performance')]).toEqual([true, false]);
});
