import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderForTest } from '../../fixtures/scratch.js';
import { supplies } from '../../fixtures/trees/devices.js';
import { rw } from '../../fixtures/trees/entry.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { amdGraphics, levelFile, panelFile, secondPanel, secondPanelFile } from '../../fixtures/trees/graphics.js';
import { until } from '../../rig/poll.js';
import { legacy, modern, plain, profileFile, served } from './served.js';

const phoneFile = 'sys/class/power_supply/phone/charge_type';
const charge = 'sys/class/power_supply/BAT1/capacity';

/** An AMD laptop on battery, with a phone at it. */
function laptop({
  phone = 'Trickle',
  graphics = {},
}: {
  phone?: string;
  graphics?: Parameters<typeof amdGraphics>[0];
}) {
  const tree = treeForTest('amd-pstate-epp');
  tree.add(amdGraphics(graphics));
  tree.add(supplies({ phone: { type: 'Battery', scope: 'Device', charge_type: rw(phone) } }));
  return tree;
}

async function acting(of: Parameters<typeof laptop>[0] = {}, args: readonly string[] = []) {
  const made = await served(laptop(of), { args });
  const profile = (name: string) => made.set(modern, 'ActiveProfile', 's', name);
  const enable = (name: string, on = true) => made.call(modern, 'SetActionEnabled', 'sb', [name, on]);
  const enabled = async () => {
    const all = (await made.get(modern, 'ActionsInfo')) as { Name: string; Enabled: boolean }[];
    return Object.fromEntries(all.map(({ Name, Enabled }) => [Name, Enabled]));
  };
  return { ...made, profile, enable, enabled };
}

describe('the actions', () => {
  it('are listed with what they are for; those of AMD graphics are off until somebody wants them', async () => {
    const { get } = await acting();
    expect(await get(modern, 'ActionsInfo')).toEqual([
      { Name: 'trickle_charge', Description: expect.stringMatching(/phones/), Enabled: true },
      { Name: 'amdgpu_panel_power', Description: expect.stringMatching(/panel/), Enabled: false },
      { Name: 'amdgpu_dpm', Description: expect.stringMatching(/clocks/), Enabled: false },
    ]);
    expect([await get(modern, 'Actions'), await get(legacy, 'Actions')]).toEqual([
      ['trickle_charge'],
      ['trickle_charge'],
    ]);
  });

  it('without AMD graphics there are none for them, and who switches one is told which there are', async () => {
    const { get, call } = await served(treeForTest('intel-hybrid'));
    expect(await get(modern, 'Actions')).toEqual(['trickle_charge']);
    await expect(call(modern, 'SetActionEnabled', 'sb', ['amdgpu_dpm', true])).rejects.toThrow(
      'no action amdgpu_dpm on this machine, expected one of trickle_charge',
    );
  });

  it('a switch is announced to everybody, and outlives the daemon', async () => {
    const { enable, enabled, told, again } = await acting();
    await enable('amdgpu_dpm');
    await enable('trickle_charge', false);
    await until(
      'the news',
      () => plain(told(legacy).Actions),
      actions => JSON.stringify(actions) === '["amdgpu_dpm"]',
    );
    expect(told(modern).ActionsInfo).toContainEqual(expect.objectContaining({ Name: 'amdgpu_dpm', Enabled: true }));
    await again();
    expect(await enabled()).toEqual({ trickle_charge: false, amdgpu_panel_power: false, amdgpu_dpm: true });
  });

  it('the older interface shows them and can not switch them', async () => {
    const { call } = await acting();
    await expect(call(legacy, 'SetActionEnabled', 'sb', ['amdgpu_dpm', true])).rejects.toThrow(
      'no method SetActionEnabled(sb)',
    );
  });

  it('what the configuration switches off is off from the start', async () => {
    const config = join(folderForTest('config'), 'lattice.toml');
    writeFileSync(config, '[actions]\ntrickle_charge = false\namdgpu_panel_power = true\n');
    const { enabled, tree } = await acting({}, ['--config', config]);
    expect(await enabled()).toEqual({ trickle_charge: false, amdgpu_panel_power: true, amdgpu_dpm: false });
    expect(tree.read(phoneFile)).toBe('Trickle');
  });
});

describe('amdgpu_panel_power', () => {
  it('follows profile and charge on battery, rests on mains, and is put back when it is switched off', async () => {
    const { tree, profile, enable, reads, set } = await acting();
    tree.write(charge, 50);
    await enable('amdgpu_panel_power');
    await profile('balanced');
    for (const [percent, level] of [
      [29, '1'],
      [30, '0'],
    ] as const) {
      tree.write(charge, percent);
      await reads(panelFile, level);
    }
    await profile('power-saver');
    for (const [percent, level] of [
      [49, '1'],
      [25, '2'],
      [15, '3'],
    ] as const) {
      tree.write(charge, percent);
      await reads(panelFile, level);
    }
    await profile('performance');
    await reads(panelFile, '0');
    await profile('power-saver');
    await reads(panelFile, '3');
    await set(modern, 'BatteryAware', 'b', false);
    await reads(panelFile, '0');
    await set(modern, 'BatteryAware', 'b', true);
    await reads(panelFile, '3');
    await enable('amdgpu_panel_power', false);
    await reads(panelFile, '0');
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'leaves the panel as it was found when the daemon ends (%s)',
    async signal => {
      const { tree, daemon, profile, enable, reads } = await acting({ graphics: { saving: 1 } });
      tree.write(charge, 10);
      await enable('amdgpu_panel_power');
      await profile('power-saver');
      await reads(panelFile, '3');
      daemon.process.kill(signal);
      await daemon.left();
      await reads(panelFile, '1');
    },
  );

  it('a panel that refuses does not undo the profile', async () => {
    const tree = laptop({});
    tree.write(charge, 10);
    const { set, get, call } = await served(tree, { rules: ['refuse write */panel_power_savings EIO'] });
    await call(modern, 'SetActionEnabled', 'sb', ['amdgpu_panel_power', true]);
    await set(modern, 'ActiveProfile', 's', 'power-saver');
    expect(await get(modern, 'ActiveProfile')).toBe('power-saver');
    expect(tree.read(panelFile)).toBe('0');
  });

  it('a panel that comes later has its level as well', async () => {
    const { tree, daemon, profile, enable, reads } = await acting();
    tree.write(charge, 10);
    await enable('amdgpu_panel_power');
    await profile('power-saver');
    await reads(panelFile, '3');
    expect((await daemon.status())?.devices).toContainEqual({
      scope: 'panel.card1-eDP-1',
      limits: { panel_power_savings: 3 },
      reasons: [expect.objectContaining({ rule: 'panel-power', code: 'battery' })],
      summary: 'Power saving level 3: profile power-saver, battery at 10 %',
      explanation:
        'panel.card1-eDP-1: its power saving level is 3 because the profile is power-saver and the battery holds 10 %.',
    });
    tree.add(secondPanel('connected'));
    // A fake tree sends no event for it: another look is taken for what changes in the firmware.
    tree.write(`${profileFile}_choices`, 'balanced low-power performance');
    await reads(secondPanelFile, '3');
  });

  it('a panel that is not connected is none', async () => {
    const { enabled } = await acting({ graphics: { panel: 'disconnected' } });
    expect(await enabled()).toEqual({ trickle_charge: true, amdgpu_dpm: false });
  });
});

describe('amdgpu_dpm', () => {
  it('keeps the clocks low under power-saver, else leaves them to the driver', async () => {
    const { profile, enable, reads } = await acting();
    await enable('amdgpu_dpm');
    await profile('power-saver');
    await reads(levelFile, 'low');
    await profile('balanced');
    await reads(levelFile, 'auto');
  });

  it('a level that somebody set by hand stays', async () => {
    const { tree, profile, enable, epp } = await acting({ graphics: { level: 'manual' } });
    await enable('amdgpu_dpm');
    await profile('power-saver');
    await epp('power');
    await profile('balanced');
    await epp('balance_power');
    expect(tree.read(levelFile)).toBe('manual');
  });
});

describe('trickle_charge', () => {
  it('lets a phone charge fast but under power-saver, and leaves it as it was', async () => {
    const { daemon, profile, reads } = await acting();
    await reads(phoneFile, 'Fast');
    await profile('power-saver');
    await reads(phoneFile, 'Trickle');
    await profile('performance');
    await reads(phoneFile, 'Fast');
    daemon.process.kill('SIGTERM');
    await daemon.left();
    await reads(phoneFile, 'Trickle');
  });

  it('does not write what is right already', async () => {
    const tree = laptop({ phone: 'Standard' });
    const before = statSync(tree.path(phoneFile)).mtimeMs;
    const { epp } = await served(tree);
    await epp('balance_power');
    expect(statSync(tree.path(phoneFile)).mtimeMs).toBe(before);
  });

  it('a phone that charges in a way of its own is left so, and taken up again when it no longer does', async () => {
    const { tree, daemon, profile, epp, reads } = await acting({ phone: 'Custom' });
    await profile('power-saver');
    await epp('power');
    expect(tree.read(phoneFile)).toBe('Custom');
    tree.write(phoneFile, 'Fast');
    await reads(phoneFile, 'Trickle');
    tree.write(phoneFile, 'Adaptive');
    await until(
      'nothing that is wanted of it',
      () => daemon.status(),
      status => status?.controls.some(control => control.name.endsWith('.charge_type')) === false,
    );
    await profile('balanced');
    await epp('balance_power');
    expect(tree.read(phoneFile)).toBe('Adaptive');
  });
});
