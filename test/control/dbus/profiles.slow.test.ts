/** What desktops count on from power-profiles-daemon, on machines of several kinds. The table in docs/control.md names these tests. */
import { describe, expect, it } from 'vitest';
import { layouts } from '../../../src/control/dbus/layouts.js';
import { platformProfile } from '../../fixtures/trees/devices.js';
import { type Files, ro } from '../../fixtures/trees/entry.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { until } from '../../rig/poll.js';
import { eppOf, helperSocket, modern, profileFile, served } from './served.js';

const names = (profiles: unknown) => (profiles as { Profile: string }[]).map(p => p.Profile);
const lap = 'sys/devices/platform/thinkpad_acpi/dytc_lapmode';
const zone = 'sys/class/thermal/thermal_zone0/temp';
const choices = 'low-power balanced performance';

/** An installed latticed where there is no cpufreq. */
async function bare(more: Files = {}) {
  const tree = treeForTest('no-cpufreq');
  tree.add(more);
  return served(tree, { args: ['--helper-socket', await helperSocket(tree)] });
}

describe('what is on offer', () => {
  it('where nothing can be driven there are two profiles, and performance can be neither set nor held', async () => {
    const { get, set, call } = await bare();
    expect(await get(modern, 'Profiles')).toEqual(
      ['power-saver', 'balanced'].map(Profile => ({ Profile, Driver: 'placeholder', PlatformDriver: 'placeholder' })),
    );
    expect([await get(modern, 'ActiveProfile'), await get(modern, 'PerformanceDegraded')]).toEqual(['balanced', '']);
    await set(modern, 'ActiveProfile', 's', 'power-saver');
    await expect(set(modern, 'ActiveProfile', 's', 'performance')).rejects.toThrow('performance is not available');
    await expect(call(modern, 'HoldProfile', 'sss', ['performance', 'r', 'a'])).rejects.toThrow('is not available');
    expect(await get(modern, 'ActiveProfile')).toBe('power-saver');
    expect(await get(modern, 'ActiveProfileHolds')).toEqual([]);
  });

  it('where only the firmware has profiles it drives all three', async () => {
    const { get, set, reads } = await bare(platformProfile('balanced', choices));
    const one = { Driver: 'platform_profile', PlatformDriver: 'platform_profile' };
    expect(await get(modern, 'Profiles')).toEqual(
      ['power-saver', 'balanced', 'performance'].map(Profile => ({ Profile, ...one })),
    );
    await set(modern, 'ActiveProfile', 's', 'performance');
    await reads(profileFile, 'performance');
  });

  it('a firmware driver that is loaded late is seen, announced, and told the profile that was set before', async () => {
    const { tree, get, set, told, reads } = await bare();
    await set(modern, 'ActiveProfile', 's', 'power-saver');
    tree.add(platformProfile('performance', choices));
    await until(
      'three profiles',
      () => names(told(modern).Profiles ?? []),
      all => all.length === 3,
    );
    await reads(profileFile, 'low-power');
    expect(await get(modern, 'ActiveProfile')).toBe('power-saver');
    await set(modern, 'ActiveProfile', 's', 'performance');
    await reads(profileFile, 'performance');
  });

  it('on Intel the drivers go by the names that clients know', async () => {
    const { get } = await served(treeForTest('intel-hybrid'));
    expect(await get(modern, 'Profiles')).toContainEqual({
      Profile: 'performance',
      Driver: 'multiple',
      CpuDriver: 'intel_pstate',
      PlatformDriver: 'platform_profile',
    });
  });

  it('a property that there once was still reads, and one that never was is refused', async () => {
    const { get, set } = await served(treeForTest('amd-pstate-epp'));
    expect(await get(modern, 'PerformanceInhibited')).toBe('');
    await expect(get(modern, 'Colour')).rejects.toThrow('no property Colour');
    await expect(set(modern, 'PerformanceInhibited', 's', 'x')).rejects.toThrow("can't be set");
    await expect(set(modern, 'ActiveProfile', 's', 'turbo')).rejects.toThrow('profile turbo, expected one of');
  });
});

describe('the power source', () => {
  it.each([
    ['amd-pstate-epp', 'ACAD', 'BAT1'],
    ['intel-hybrid', 'AC', 'BAT0'],
  ] as const)('the energy preference follows profile and power source (%s)', async (machine, mains, battery) => {
    const { tree, set, epp } = await served(treeForTest(machine));
    const plug = (online: number) => {
      tree.write(`sys/class/power_supply/${mains}/online`, online);
      tree.write(`sys/class/power_supply/${battery}/status`, online === 1 ? 'Charging' : 'Discharging');
    };
    plug(0);
    await epp('balance_power');
    plug(1);
    await epp('balance_performance');
    await set(modern, 'ActiveProfile', 's', 'performance');
    await epp('performance');
    await set(modern, 'ActiveProfile', 's', 'power-saver');
    await epp('power');
    await set(modern, 'ActiveProfile', 's', 'balanced');
    await epp('balance_performance');
    plug(0);
    await epp('balance_power');
  });

  it('a choice not to look at the battery outlives the daemon', async () => {
    const { get, set, epp, again } = await served(treeForTest('amd-pstate-epp'));
    await epp('balance_power');
    await set(modern, 'BatteryAware', 'b', false);
    await again();
    await epp('balance_performance');
    expect(await get(modern, 'BatteryAware')).toBe(false);
  });
});

describe('performance that is degraded', () => {
  it('is told with all its reasons, stays the profile, and can be left', async () => {
    const tree = treeForTest('amd-pstate-epp');
    tree.add({ [lap]: ro(0) });
    const { get, set } = await served(tree);
    const degraded = (why: string) =>
      until(
        'the reasons',
        () => get(modern, 'PerformanceDegraded'),
        read => read === why,
      );
    await set(modern, 'ActiveProfile', 's', 'performance');
    tree.write(lap, 1);
    await degraded('lap-detected');
    tree.write(zone, 99_000);
    await degraded('high-operating-temperature,lap-detected');
    expect(await get(modern, 'ActiveProfile')).toBe('performance');
    await set(modern, 'ActiveProfile', 's', 'power-saver');
    expect(await get(modern, 'ActiveProfile')).toBe('power-saver');
    tree.write(zone, 50_000);
    await degraded('lap-detected');
    tree.write(lap, 0);
    await degraded('');
  });

  it('is not a processor without turbo', async () => {
    const tree = treeForTest('intel-hybrid');
    tree.write('sys/devices/system/cpu/intel_pstate/no_turbo', 1);
    const { get, set } = await served(tree);
    await set(modern, 'ActiveProfile', 's', 'performance');
    expect(await get(modern, 'PerformanceDegraded')).toBe('');
  });
});

describe.each(layouts)('holds over $name', layout => {
  it('a hold is announced with who and why, and its end brings back what was set last', async () => {
    const { call, get, set, told } = await served(treeForTest('amd-pstate-epp'));
    const hears = (profile: string, holds: readonly unknown[]) =>
      until(
        'the news',
        () => JSON.stringify([told(layout).ActiveProfile, told(layout).ActiveProfileHolds]),
        heard => heard === JSON.stringify([profile, holds]),
      );
    await set(layout, 'ActiveProfile', 's', 'power-saver');
    await hears('power-saver', []);
    const [cookie] = await call(layout, 'HoldProfile', 'sss', ['performance', 'a build', 'org.example.App']);
    await hears('performance', [{ ApplicationId: 'org.example.App', Profile: 'performance', Reason: 'a build' }]);
    expect(await get(layout, 'ActiveProfile')).toBe('performance');
    await call(layout, 'ReleaseProfile', 'u', [cookie]);
    await hears('power-saver', []);
    await call(layout, 'HoldProfile', 'sss', ['performance', '', '']);
    await set(layout, 'ActiveProfile', 's', 'balanced');
    await hears('balanced', []);
  });

  it.each([
    ['performance', 'power-saver', 0],
    ['performance', 'power-saver', 1],
    ['power-saver', 'performance', 0],
    ['power-saver', 'performance', 1],
  ] as const)('of holds on %s and %s power-saver wins; number %i is released first', async (one, two, first) => {
    const { call, get } = await served(treeForTest('amd-pstate-epp'));
    const active = () => get(layout, 'ActiveProfile');
    const hold = async (profile: string) => (await call(layout, 'HoldProfile', 'sss', [profile, '', '']))[0];
    const cookies = [await hold(one)];
    expect(await active()).toBe(one);
    cookies.push(await hold(two));
    expect(await active()).toBe('power-saver');
    await call(layout, 'ReleaseProfile', 'u', [cookies[first]]);
    expect(await active()).toBe(first === 0 ? two : one);
    await call(layout, 'ReleaseProfile', 'u', [cookies[1 - first]]);
    expect(await active()).toBe('balanced');
  });
});

it('the profile that was set outlives the daemon, one that is held does not', async () => {
  const { tree, get, set, call, again, daemon } = await served(treeForTest('amd-pstate-epp'));
  await set(modern, 'ActiveProfile', 's', 'power-saver');
  await call(modern, 'HoldProfile', 'sss', ['performance', '', '']);
  await again();
  expect(await get(modern, 'ActiveProfile')).toBe('power-saver');
  await until(
    'the EPP',
    () => eppOf(tree),
    word => word === 'power',
  );
  expect(daemon.process.exitCode).toBe(0);
});
