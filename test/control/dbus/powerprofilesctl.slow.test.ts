/** What the real powerprofilesctl of two versions does with us. Long, since each of its verbs is played through once. */

import { beforeAll, describe, expect, it } from 'vitest';
import { Bus } from '../../../src/control/dbus/bus.js';
import { layouts } from '../../../src/control/dbus/layouts.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { type ClientVersion, powerprofilesctl, runClient } from '../../fixtures/powerprofilesctl.js';
import { SystemBus } from '../../fixtures/system-bus.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { policyFile } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';

const versions = ['0.12', '0.30'] as const;
const nobody = 65_534;

beforeAll(() => {
  for (const version of versions) powerprofilesctl(version);
});

/** latticed on a fake machine and a bus of its own, once desktops find it. */
async function served({ rules }: { rules?: string } = {}) {
  const bus = await new SystemBus().start();
  if (rules !== undefined) await bus.polkit(rules);
  const tree = treeForTest('amd-pstate-epp');
  const daemon = new DaemonRun({ tree, env: bus.env });
  await until(
    'its names',
    () => daemon.status(),
    status => status?.desktop.names.length === 2,
  );
  const client = (version: ClientVersion, args: readonly string[], uid?: number) =>
    runClient(version, bus.env, args, uid);
  return { bus, tree, daemon, client };
}

const holdsOf = async (daemon: DaemonRun): Promise<unknown> => (await daemon.status())?.asked.holds;

describe.each(versions)('powerprofilesctl %s and latticed', version => {
  it('list, get, set, list-holds, launch', async () => {
    const { tree, daemon, client } = await served();
    const say = async (...args: string[]) => {
      const { code, stdout, stderr } = await client(version, args).done;
      expect([stderr, code]).toEqual(['', 0]);
      return stdout;
    };
    const driver =
      version === '0.12'
        ? ['    Driver:     multiple']
        : ['    CpuDriver:\tamd_pstate', '    PlatformDriver:\tplatform_profile'];
    expect(await say('list')).toBe(
      [
        '  performance:',
        ...driver,
        '    Degraded:   no',
        '',
        '* balanced:',
        ...driver,
        '',
        '  power-saver:',
        ...driver,
        '',
      ].join('\n'),
    );
    expect(await say('get')).toBe('balanced\n');
    expect(await say('set', 'power-saver')).toBe('');
    expect(await say('get')).toBe('power-saver\n');
    await until(
      'the EPP',
      () => tree.read(policyFile(0, 'energy_performance_preference')),
      word => word === 'power',
    );
    expect(await say('list-holds')).toBe('');
    const held = client(version, [
      'launch',
      '-p',
      'performance',
      '-r',
      'a test',
      '-i',
      'org.example.App',
      'sleep',
      '60',
    ]);
    await until(
      'the hold',
      () => daemon.status(),
      status => status?.profile === 'performance',
    );
    expect(await say('list-holds')).toBe(
      'Hold:\n  Profile:         performance\n  Application ID:  org.example.App\n  Reason:          a test\n',
    );
    expect((await daemon.status())?.asked.holds).toMatchObject([
      { app: 'org.example.App', who: { proved: true, uid: process.getuid?.() ?? 0, pid: held.child.pid } },
    ]);
    held.child.kill('SIGTERM');
    await held.done;
    await until(
      'its end',
      () => daemon.status(),
      status => status?.profile === 'power-saver',
    );
    expect(await say('list-holds')).toBe('');
  });

  it('a holder that is killed loses its hold at once, and one that runs loses it when a profile is set', async () => {
    const { daemon, client } = await served();
    const first = client(version, ['launch', '-p', 'performance', 'sleep', '60']);
    await until(
      'the hold',
      () => holdsOf(daemon),
      list => Array.isArray(list) && list.length === 1,
    );
    first.child.kill('SIGKILL');
    await until(
      'no hold',
      () => holdsOf(daemon),
      list => Array.isArray(list) && list.length === 0,
    );
    const second = client(version, ['launch', '-p', 'power-saver', 'sleep', '60']);
    await until(
      'another',
      () => daemon.status(),
      status => status?.profile === 'power-saver',
    );
    await client(version, ['set', 'balanced']).done;
    expect(await daemon.status()).toMatchObject({ profile: 'balanced', asked: { holds: [] } });
    second.child.kill('SIGKILL');
  });

  it('who is in no session may look and not touch; what a rule of the administrator allows is allowed', async () => {
    const rules = `polkit.addRule(function(action, subject) {
      if (action.id == 'org.freedesktop.UPower.PowerProfiles.hold-profile' && subject.user == 'nobody') return polkit.Result.YES;
    });`;
    const { daemon, client } = await served({ rules });
    expect((await client(version, ['get'], nobody).done).stdout).toBe('balanced\n');
    const refused = await client(version, ['set', 'performance'], nobody).done;
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      'not authorised: polkit action org.freedesktop.UPower.PowerProfiles.switch-profile',
    );
    expect(refused.stderr).toContain('org.freedesktop.DBus.Error.AccessDenied');
    expect((await daemon.status())?.profile).toBe('balanced');
    const held = client(version, ['launch', '-p', 'performance', 'sleep', '60'], nobody);
    await until(
      'the hold',
      () => daemon.status(),
      status => status?.profile === 'performance',
    );
    expect((await daemon.status())?.asked.holds).toMatchObject([{ who: { proved: true, uid: nobody } }]);
    held.child.kill('SIGKILL');
  });
});

describe.each(layouts)('$name', layout => {
  const call = (bus: Bus, member: string, signature: string, body: readonly unknown[], where = layout.name) =>
    bus.call(layout.name, layout.path, where, member, signature, body);

  it('a forged cookie, one of somebody else, and nonsense are refused; nothing ends for it', async () => {
    const { bus, daemon } = await served();
    const address = bus.env.DBUS_SYSTEM_BUS_ADDRESS;
    const [mine, other] = [await Bus.open(address, () => undefined), await Bus.open(address, () => undefined)];
    expect(await holdsOf(daemon)).toEqual([]);
    const [cookie] = await call(mine, 'HoldProfile', 'sss', ['performance', 'mine', 'me']);
    // At once: a status made before the hold must not be told any more.
    expect(await holdsOf(daemon)).toMatchObject([{ reason: 'mine', app: 'me' }]);
    await expect(call(mine, 'ReleaseProfile', 'u', [4_000_000_000])).rejects.toThrow(
      'expected one that you were given',
    );
    await expect(call(other, 'ReleaseProfile', 'u', [cookie])).rejects.toThrow('expected one that you were given');
    await expect(call(mine, 'ReleaseProfile', 's', ['1'])).rejects.toThrow('no method ReleaseProfile(s)');
    await expect(call(mine, 'HoldProfile', 'sss', ['balanced', 'r', 'a'])).rejects.toThrow(
      'expected one of performance, power-saver',
    );
    await expect(call(mine, 'Get', 'ss', [layout.name, 'Colour'], 'org.freedesktop.DBus.Properties')).rejects.toThrow(
      'no property Colour',
    );
    expect(await holdsOf(daemon)).toMatchObject([{ reason: 'mine', app: 'me' }]);
    await call(mine, 'ReleaseProfile', 'u', [cookie]);
    await until(
      'the release',
      () => holdsOf(daemon),
      list => Array.isArray(list) && list.length === 0,
    );
    await expect(call(mine, 'ReleaseProfile', 'u', [cookie])).rejects.toThrow('expected one that you were given');
    for (let i = 0; i < 32; i++) await call(mine, 'HoldProfile', 'sss', ['power-saver', `${i}`, 'leak']);
    await expect(call(mine, 'HoldProfile', 'sss', ['power-saver', 'x', 'leak'])).rejects.toThrow(
      '32 holds of one connection',
    );
    mine.close();
    await until(
      'all gone',
      () => holdsOf(daemon),
      list => Array.isArray(list) && list.length === 0,
    );
    other.close();
  });

  it('whose hold is ended by a profile that is set is told so, alone, and everybody hears of the profile', async () => {
    const { bus } = await served();
    const address = bus.env.DBUS_SYSTEM_BUS_ADDRESS;
    const [mine, other] = [await Bus.open(address, () => undefined), await Bus.open(address, () => undefined)];
    const heard: Record<string, unknown[]> = { mine: [], other: [] };
    mine.listen(signal => heard.mine?.push([signal.member, signal.body[0]]));
    other.listen(signal => heard.other?.push([signal.member, signal.body[0]]));
    for (const each of [mine, other]) await each.ask('AddMatch', 's', [`type='signal',path='${layout.path}'`]);
    const [cookie] = await call(mine, 'HoldProfile', 'sss', ['performance', 'mine', 'me']);
    const { variant } = await import('../../../src/control/dbus/bus.js');
    const set = [layout.name, 'ActiveProfile', variant(['s', 'power-saver'])];
    await call(other, 'Set', 'ssv', set, 'org.freedesktop.DBus.Properties');
    await until(
      'the release',
      () => heard.mine,
      list => JSON.stringify(list).includes('ProfileReleased'),
    );
    expect(heard.mine).toContainEqual(['ProfileReleased', cookie]);
    await until(
      'the news',
      () => heard.other,
      list => (list ?? []).length >= 2,
    );
    expect(
      heard.other?.every(entry => JSON.stringify(entry) === JSON.stringify(['PropertiesChanged', layout.name])),
    ).toBe(true);
    const [xml] = await call(other, 'Introspect', '', [], 'org.freedesktop.DBus.Introspectable');
    const [all] = await call(other, 'GetAll', 's', [layout.name], 'org.freedesktop.DBus.Properties');
    for (const name of Object.keys(all ?? {})) expect(xml).toContain(`<property name="${name}"`);
    mine.close();
    other.close();
  });
});

describe('the bus', () => {
  it('a name that somebody else has is left to them, said, and taken when it is free', async () => {
    const bus = await new SystemBus().start();
    const [first] = layouts;
    const rival = await Bus.open(bus.env.DBUS_SYSTEM_BUS_ADDRESS, () => undefined);
    expect(await rival.own(first?.name ?? '')).toBe(true);
    const daemon = new DaemonRun({ tree: treeForTest('amd-pstate-epp'), env: bus.env });
    await until(
      'the other name',
      () => daemon.status(),
      status => status?.desktop.names.length === 1,
    );
    const { desktop } = (await daemon.status()) ?? {};
    expect(desktop?.names).toEqual(['net.hadess.PowerProfiles']);
    expect(desktop?.why).toMatch(/^org\.freedesktop\.UPower\.PowerProfiles: .* \(pid \d+\) has the name$/);
    rival.close();
    await until(
      'both names',
      () => daemon.status(),
      status => status?.desktop.names.length === 2,
    );
    expect((await daemon.status())?.desktop.why).toBeNull();
  });

  it('without one the daemon governs and says why nobody finds it; one that goes away is found again', async () => {
    const none = new DaemonRun({
      tree: treeForTest('amd-pstate-epp'),
      env: { DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/nonexistent/bus' },
    });
    await until(
      'its tick',
      () => none.status(),
      status => (status?.ticks ?? 0) > 0,
    );
    expect((await none.status())?.desktop).toEqual({ names: [], why: 'no system bus at /nonexistent/bus' });
    const { bus, daemon } = await served();
    bus.stop();
    await until(
      'the loss',
      () => daemon.status(),
      status => status?.desktop.names.length === 0,
    );
    expect((await daemon.status())?.desktop.why).toMatch(/^no system bus at unix:path=.*: /);
    await bus.start();
    await until(
      'its names',
      () => daemon.status(),
      status => status?.desktop.names.length === 2,
    );
    daemon.process.kill('SIGTERM');
    expect(await daemon.left()).toBe(0);
  });
});
