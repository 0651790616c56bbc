import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Bus, variant } from '../../../src/control/dbus/bus.js';
import { layouts } from '../../../src/control/dbus/layouts.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { injectorForTest } from '../../fixtures/errno/injector.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { SystemBus } from '../../fixtures/system-bus.js';
import { ro } from '../../fixtures/trees/entry.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { policyFile, type Tree } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';

const properties = 'org.freedesktop.DBus.Properties';
type Layout = (typeof layouts)[number];
type Heard = readonly [member: string, path: string, body: readonly unknown[]];

/** A desktop that was there before the daemon, and everything that it hears. */
async function desktop(bus: SystemBus) {
  const client = await Bus.open(bus.env.DBUS_SYSTEM_BUS_ADDRESS, () => undefined);
  onTestFinished(() => client.close());
  const heard: Heard[] = [];
  client.listen(({ member, path, body }) => heard.push([member, path, body]));
  for (const { path } of layouts) await client.ask('AddMatch', 's', [`type='signal',path='${path}'`]);
  const call = (layout: Layout, member: string, signature: string, body: readonly unknown[], where = layout.name) =>
    client.call(layout.name, layout.path, where, member, signature, body);
  const get = async (layout: Layout, name: string): Promise<unknown> => {
    const [value] = await call(layout, 'Get', 'ss', [layout.name, name], properties);
    return plain(value);
  };
  const set = (layout: Layout, name: string, type: string, value: unknown) =>
    call(layout, 'Set', 'ssv', [layout.name, name, variant([type, value])], properties);
  return { client, heard, call, get, set };
}

/** Variants as what they hold. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  if ('signature' in value && 'value' in value) return plain(value.value);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

const up = (daemon: DaemonRun) =>
  until(
    'its names',
    () => daemon.status(),
    status => status?.desktop.names.length === 2,
  );

async function served(tree: Tree, rules?: readonly string[], args: readonly string[] = []) {
  const bus = await new SystemBus().start();
  const before = await desktop(bus);
  const injector = rules === undefined ? {} : { injector: injectorForTest(tree, rules) };
  const daemon = new DaemonRun({ tree, env: bus.env, args, ...injector });
  await up(daemon);
  return { bus, daemon, tree, ...before };
}

const supply = (name: string, attribute: string) => `sys/class/power_supply/${name}/${attribute}`;
const profileFile = 'sys/firmware/acpi/platform_profile';
const eppOf = (tree: Tree) => tree.read(policyFile(0, 'energy_performance_preference'));

describe.each(layouts)('$name', layout => {
  it('a desktop that was there first is told of everything when we come', async () => {
    const { heard, get } = await served(treeForTest('amd-pstate-epp'));
    const [, , body] = heard.find(([member, path]) => member === 'PropertiesChanged' && path === layout.path) ?? [];
    const [name, all, invalidated] = plain(body) as [string, Record<string, unknown>, unknown];
    expect([name, invalidated]).toEqual([layout.name, []]);
    const one = { Driver: 'multiple', CpuDriver: 'amd_pstate', PlatformDriver: 'platform_profile' };
    expect(all).toMatchObject({
      ActiveProfile: 'balanced',
      PerformanceDegraded: '',
      Profiles: ['power-saver', 'balanced', 'performance'].map(profile => ({ Profile: profile, ...one })),
      ActiveProfileHolds: [],
      Actions: [],
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
    const { bus, tree, daemon, heard, call, get } = await served(treeForTest('amd-pstate-epp'));
    const [cookie] = await call(layout, 'HoldProfile', 'sss', ['power-saver', 'r', 'a']);
    await until(
      'the EPP',
      () => eppOf(tree),
      word => word === 'power',
    );
    daemon.process.kill(signal);
    await daemon.left();
    if (signal === 'SIGTERM') expect(heard).toContainEqual(['ProfileReleased', layout.path, [cookie]]);
    const next = new DaemonRun({
      tree,
      env: bus.env,
      runtimeDir: daemon.runtimeDir,
      args: ['--state-dir', daemon.stateDir],
    });
    await up(next);
    expect(await get(layout, 'ActiveProfileHolds')).toEqual([]);
    expect(await get(layout, 'ActiveProfile')).toBe('balanced');
    await expect(call(layout, 'ReleaseProfile', 'u', [cookie])).rejects.toThrow('expected one that you were given');
  });
});

const [modern] = layouts as readonly [Layout];

describe('what the machine makes of a profile', () => {
  it('a low battery brings one: told, no hold, and setting the same again keeps nothing after it', async () => {
    const file = join(folderForTest('config'), 'lattice.toml');
    writeFileSync(file, '[[battery_level]]\nbelow = "30%"\nprofile = "power-saver"\n[sampling]\nbatch_s = 1\n');
    const tree = treeForTest('amd-pstate-epp');
    const { heard, get, set } = await served(tree, undefined, ['--config', file]);
    const layout = layouts[0] as Layout;
    const told = (profile: string) =>
      until(
        profile,
        () => heard.map(([, , body]) => plain(body)).findLast(body => JSON.stringify(body).includes('ActiveProfile"')),
        body => JSON.stringify(body).includes(`"ActiveProfile":"${profile}"`),
      );
    tree.write(supply('BAT1', 'capacity'), 29);
    await told('power-saver');
    expect(await get(layout, 'ActiveProfileHolds')).toEqual([]);
    await set(layout, 'ActiveProfile', 's', 'power-saver');
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
    const { get, set, heard } = await served(tree, [`refuse write ${glob} EIO`]);
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
    const { get, set } = await served(tree, [
      'refuse write */policy1/energy_performance_preference EIO',
      'refuse write */policy2/energy_performance_preference EBUSY',
    ]);
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

  it('whether profiles look at the battery can be set; actions are none, and are said to be', async () => {
    const { tree, get, set, call } = await served(treeForTest('amd-pstate-epp'));
    const epp = (word: string) =>
      until(
        'the EPP',
        () => eppOf(tree),
        read => read === word,
      );
    await epp('balance_power');
    await set(modern, 'BatteryAware', 'b', false);
    expect(await get(modern, 'BatteryAware')).toBe(false);
    await epp('balance_performance');
    await set(modern, 'BatteryAware', 'b', true);
    await epp('balance_power');
    await expect(set(modern, 'BatteryAware', 's', 'yes')).rejects.toThrow('expected true or false');
    expect(await get(modern, 'ActionsInfo')).toEqual([]);
    await expect(call(modern, 'SetActionEnabled', 'sb', ['trickle_charge', true])).rejects.toThrow(
      'no action trickle_charge',
    );
  });
});
