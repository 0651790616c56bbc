import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { layouts } from '../../../src/control/dbus/layouts.js';
import { eventually } from '../../fixtures/eventually.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { ro } from '../../fixtures/trees/entry.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { until } from '../../rig/poll.js';
import { eppOf, modern, plain, profileFile, served } from './served.js';

const supply = (name: string, attribute: string) => `sys/class/power_supply/${name}/${attribute}`;

describe.each(layouts)('$name', layout => {
  it('a desktop that was there first is told of everything when we come', async () => {
    const { heard, get } = await served(treeForTest('amd-pstate-epp'));
    // The bus may still have it: that the names are ours is told by the daemon itself.
    const [, , body] = await eventually(() => {
      const news = heard.find(([member, path]) => member === 'PropertiesChanged' && path === layout.path);
      if (news === undefined) throw new Error('nothing was heard');
      return news;
    });
    const [name, all, invalidated] = plain(body) as [string, Record<string, unknown>, unknown];
    expect([name, invalidated]).toEqual([layout.name, []]);
    const one = { Driver: 'multiple', CpuDriver: 'amd_pstate', PlatformDriver: 'platform_profile' };
    expect(all).toMatchObject({
      ActiveProfile: 'balanced',
      PerformanceDegraded: '',
      Profiles: ['power-saver', 'balanced', 'performance'].map(profile => ({ Profile: profile, ...one })),
      ActiveProfileHolds: [],
      Actions: ['trickle_charge'],
      Version: expect.stringMatching(/^\d/),
    });
    for (const [key, value] of Object.entries(all)) expect(await get(layout, key)).toEqual(value);
  });

  it('who releases a hold hears that it is released; setting the held profile again takes it from nobody', async () => {
    const { heard, call, set, get } = await served(treeForTest('amd-pstate-epp'));
    const [cookie] = await call(layout, 'HoldProfile', 'sss', ['performance', 'r', 'a']);
    await set(layout, 'ActiveProfile', 's', 'performance');
    expect(await get(layout, 'ActiveProfileHolds')).toHaveLength(1);
    expect(heard.filter(([member]) => member === 'ProfileReleased')).toEqual([]);
    await call(layout, 'ReleaseProfile', 'u', [cookie]);
    await until(
      'the signal',
      () => heard.find(([member]) => member === 'ProfileReleased'),
      found => found !== undefined,
    );
    expect(heard.filter(([member]) => member === 'ProfileReleased')).toEqual([
      ['ProfileReleased', layout.path, [cookie]],
    ]);
    expect(await get(layout, 'ActiveProfile')).toBe('balanced');
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)('a hold ends with us (%s): its owner is told where we can', async signal => {
    const { heard, call, get, epp, again } = await served(treeForTest('amd-pstate-epp'));
    const [cookie] = await call(layout, 'HoldProfile', 'sss', ['power-saver', 'r', 'a']);
    await epp('power');
    await again(signal);
    if (signal === 'SIGTERM')
      await eventually(() => expect(heard).toContainEqual(['ProfileReleased', layout.path, [cookie]]));
    expect(await get(layout, 'ActiveProfileHolds')).toEqual([]);
    expect(await get(layout, 'ActiveProfile')).toBe('balanced');
    await expect(call(layout, 'ReleaseProfile', 'u', [cookie])).rejects.toThrow('expected one that you were given');
  });
});

describe('what the machine makes of a profile', () => {
  it('a low battery brings one: told, no hold, and setting the same again keeps nothing after it', async () => {
    const file = join(folderForTest('config'), 'lattice.toml');
    writeFileSync(file, '[[battery_level]]\nbelow = "30%"\nprofile = "power-saver"\n[sampling]\nbatch_s = 1\n');
    const tree = treeForTest('amd-pstate-epp');
    const { heard, get, set } = await served(tree, { args: ['--config', file] });
    const told = (profile: string) =>
      until(
        profile,
        () => heard.map(([, , body]) => plain(body)).findLast(body => JSON.stringify(body).includes('ActiveProfile"')),
        body => JSON.stringify(body).includes(`"ActiveProfile":"${profile}"`),
      );
    tree.write(supply('BAT1', 'capacity'), 29);
    await told('power-saver');
    expect(await get(modern, 'ActiveProfileHolds')).toEqual([]);
    await set(modern, 'ActiveProfile', 's', 'power-saver');
    tree.write(supply('ACAD', 'online'), 1);
    await told('balanced');
  });

  it('the firmware’s own key sets it, and desktops hear of it', async () => {
    const tree = treeForTest('amd-pstate-epp');
    const { heard, daemon } = await served(tree);
    const since = (await daemon.status())?.now ?? 0;
    // What comes within 3 s of a start is the firmware's own doing.
    await until(
      'some seconds',
      async () => (await daemon.status())?.now ?? 0,
      now => now - since > 5000,
    );
    tree.write(profileFile, 'performance');
    await until(
      'PropertiesChanged',
      () => heard.filter(([member]) => member === 'PropertiesChanged').map(([, , body]) => JSON.stringify(plain(body))),
      told =>
        layouts.every(({ name }) => told.some(text => text.includes(`["${name}",{"ActiveProfile":"performance"`))),
    );
  });

  it('the firmware follows it, and is put back', async () => {
    const { tree, daemon, set } = await served(treeForTest('amd-pstate-epp'));
    for (const [profile, word] of [
      ['power-saver', 'low-power'],
      ['performance', 'performance'],
      ['power-saver', 'low-power'],
    ] as const) {
      await set(modern, 'ActiveProfile', 's', profile);
      await until(
        'the firmware',
        () => tree.read(profileFile),
        read => read === word,
      );
    }
    daemon.process.kill('SIGTERM');
    await daemon.left();
    expect(tree.read(profileFile)).toBe('balanced');
  });

  it.each([
    ['EPP', '*/energy_performance_preference'],
    ['the firmware', '*/platform_profile'],
  ])('where the kernel refuses %s the call fails, and the profile stays', async (_, glob) => {
    const tree = treeForTest('amd-pstate-epp');
    const { get, set, heard } = await served(tree, { rules: [`refuse write ${glob} EIO`] });
    await expect(set(modern, 'ActiveProfile', 's', 'performance')).rejects.toThrow('the kernel refuses performance: ');
    expect(await get(modern, 'ActiveProfile')).toBe('balanced');
    expect(JSON.stringify(plain(heard))).not.toContain('"ActiveProfile":"performance"');
    await until(
      'the old state',
      () => `${tree.read(profileFile)} ${eppOf(tree)}`,
      read => /^balanced balance_/.test(read),
    );
  });

  it('one CPU that refuses, or a kernel governor that keeps EPP, fails nothing', async () => {
    const tree = treeForTest('amd-pstate-epp');
    const { get, set } = await served(tree, {
      rules: [
        'refuse write */policy1/energy_performance_preference EIO',
        'refuse write */policy2/energy_performance_preference EBUSY',
      ],
    });
    await set(modern, 'ActiveProfile', 's', 'performance');
    expect(await get(modern, 'ActiveProfile')).toBe('performance');
  });

  it('on a lap performance is degraded, and desktops hear of it at once', async () => {
    const tree = treeForTest('amd-pstate-epp');
    const lap = 'sys/devices/platform/thinkpad_acpi/dytc_lapmode';
    tree.add({ [lap]: ro(0) });
    const { get } = await served(tree);
    expect(await get(modern, 'PerformanceDegraded')).toBe('');
    tree.write(lap, 1);
    await until(
      'the lap',
      () => get(modern, 'PerformanceDegraded'),
      why => why === 'lap-detected',
    );
    tree.write(lap, 0);
    await until(
      'the desk',
      () => get(modern, 'PerformanceDegraded'),
      why => why === '',
    );
  });

  it('whether profiles look at the battery can be set, and is shown', async () => {
    const { get, set, epp } = await served(treeForTest('amd-pstate-epp'));
    await epp('balance_power');
    await set(modern, 'BatteryAware', 'b', false);
    expect(await get(modern, 'BatteryAware')).toBe(false);
    await epp('balance_performance');
    await set(modern, 'BatteryAware', 'b', true);
    await epp('balance_power');
    await expect(set(modern, 'BatteryAware', 's', 'yes')).rejects.toThrow('expected true or false');
  });
});
