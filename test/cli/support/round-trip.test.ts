import { expect, it } from 'vitest';
import { batteriesForTest } from '../../fixtures/trees/batteries.js';
import { machineNames } from '../../fixtures/trees/build-tree.js';
import { supplies } from '../../fixtures/trees/devices.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { nvidiaBoards } from '../../fixtures/trees/gpus.js';
import { amdGraphics } from '../../fixtures/trees/graphics.js';
import type { Tree } from '../../fixtures/trees/tree.js';
import { diagnosed, seenBy, supportFile, unpacked } from './support.js';

/** A machine goes into a support file and comes out as it was, to the last sensor and control. */
async function comesBack(tree: Tree): Promise<void> {
  const { file, bundle } = await supportFile('support', '--root', tree.root);
  const root = await unpacked(file);
  expect(seenBy(root)).toEqual(seenBy(tree.root));
  expect(await diagnosed(root)).toEqual(await diagnosed(tree.root));
  const again = await supportFile('support', '--root', root);
  expect(again.bundle).toEqual(bundle);
}

it.each(machineNames)('%s', async name => {
  await comesBack(treeForTest(name, name === 'big' ? 24 : undefined));
});

it('graphics, NVIDIA’s boards and batteries with thresholds', async () => {
  const { tree } = batteriesForTest('thinkpad_acpi', ['BAT0', 'BAT1']);
  tree.add(amdGraphics());
  tree.add(nvidiaBoards([{}, { driver: 'nouveau' }]));
  await comesBack(tree);
});

it('a headset whose battery has its address for a name gets another one, and the machine is the same', async () => {
  const tree = treeForTest('no-cpufreq');
  const device = { type: 'Battery', scope: 'Device', status: 'Discharging', capacity: 40 };
  tree.add(supplies({ BAT0: { type: 'Battery', status: 'Full' }, 'hid-e4:17:d8:0a:1b:2c-battery': device }));
  tree.add(supplies({ 'hid-5CD7205QLX-battery': device }));
  const { file, text } = await supportFile('support', '--root', tree.root);
  expect(text).not.toMatch(/e4.17.d8|5CD7205QLX/);
  expect(text).toContain('sys/class/power_supply/device_1/scope');
  expect(seenBy(await unpacked(file))).toEqual(seenBy(tree.root));
});

it('a folder that is not there is told', async () => {
  const { latticectl } = await import('../run.js');
  expect(await latticectl(['support', '--root', '/nowhere/at/all'])).toMatchObject({
    code: 1,
    stderr: 'latticectl: /nowhere/at/all: no folder\n',
  });
});
