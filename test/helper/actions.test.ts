/** Controls of devices that follow the power profile: panels, phones, AMD's GPUs. */
import { expect, it } from 'vitest';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { helperForTest } from '../fixtures/helper.js';
import { supplies } from '../fixtures/trees/devices.js';
import { rw } from '../fixtures/trees/entry.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { amdGraphics, levelFile, panelFile } from '../fixtures/trees/graphics.js';

const panel = 'panel.card1-eDP-1.panel_power_savings';
const level = 'drm.card1.performance_level';
const charge = 'supply.phone.charge_type';
const phoneFile = 'sys/class/power_supply/phone/charge_type';
const phone = (type: string, more: Readonly<Record<string, string>> = {}, scope = 'Device') =>
  supplies({ phone: { type: 'Battery', scope, charge_type: rw(type), ...more } });

function laptop(graphics?: Parameters<typeof amdGraphics>[0]) {
  const tree = treeForTest('amd-pstate-epp');
  tree.add(amdGraphics(graphics));
  return tree;
}

it('a panel, a GPU that never sleeps and a phone are offered with the range that their drivers have', async () => {
  const tree = laptop();
  tree.add(phone('Trickle'));
  const run = await helperForTest(tree);
  expect(run.control(panel)).toMatchObject({
    role: 'panel_power_savings',
    scope: 'panel.card1-eDP-1',
    min: 0,
    max: 4,
    value: 0,
    writable: true,
  });
  expect(run.control(level)).toMatchObject({ choices: ['auto', 'low', 'high'], value: 'auto', writable: true });
  expect(run.control(charge)).toMatchObject({ choices: ['Trickle', 'Fast'], value: 'Trickle', writable: true });
});

it('what is set is read back, and put back byte for byte when the lease ends', async () => {
  const tree = laptop({ saving: 1 });
  tree.add(phone('Trickle'));
  const before = tree.settings();
  const run = await helperForTest(tree, { injector: injectorForTest(tree) });
  expect(await run.set({ [panel]: 3, [level]: 'low', [charge]: 'Fast' })).toEqual({
    [panel]: { value: 3 },
    [level]: { value: 'low' },
    [charge]: { value: 'Fast' },
  });
  expect([panelFile, levelFile, phoneFile].map(file => tree.read(file))).toEqual(['3', 'low', 'Fast']);
  await run.machine.restore();
  expect(tree.settings()).toEqual(before);
});

it('what the drivers do not offer is refused before anything is written', async () => {
  const tree = laptop();
  tree.add(phone('Trickle'));
  const before = tree.settings();
  const run = await helperForTest(tree);
  expect(await run.set({ [panel]: 5, [level]: 'profile_peak', [charge]: 'Custom' })).toMatchObject({
    [panel]: { errno: 'ERANGE' },
    [level]: { errno: 'EINVAL' },
    [charge]: { errno: 'EINVAL' },
  });
  expect(tree.settings()).toEqual(before);
});

it('a panel whose compositor forbids it says EBUSY, and nothing else suffers', async () => {
  const tree = laptop();
  const run = await helperForTest(tree, {
    injector: injectorForTest(tree, ['refuse write */panel_power_savings EBUSY']),
  });
  expect(await run.set({ [panel]: 2, [level]: 'low' })).toMatchObject({
    [panel]: { errno: 'EBUSY' },
    [level]: { value: 'low' },
  });
});

it('a GPU that may fall asleep is never looked at, and is said to be left out; so is a panel that is not there', async () => {
  const run = await helperForTest(laptop({ control: 'auto', panel: 'disconnected' }));
  expect([run.control(level), run.control(panel)]).toEqual([undefined, undefined]);
  expect(run.hello.missing).toContainEqual({
    what: 'performance_level',
    why: 'card1 may fall asleep, and each look at its level would wake it',
  });
});

it.each([
  [
    'as its driver lists them',
    'Standard',
    { charge_types: 'Trickle [Standard] Long_Life' },
    'Trickle Standard Long_Life',
  ],
  ['with Standard where it is in force', 'Standard', {}, 'Trickle Fast Standard'],
])('charge types %s', async (_, type, more, offered) => {
  const tree = treeForTest('amd-pstate-epp');
  tree.add(phone(type, more));
  expect((await helperForTest(tree)).control(charge)?.choices).toEqual(offered.split(' '));
});

it("the machine's own charger is no phone: its charge type is not offered", async () => {
  const tree = treeForTest('amd-pstate-epp');
  tree.add(phone('Trickle', {}, 'System'));
  expect((await helperForTest(tree)).control(charge)).toBeUndefined();
});
