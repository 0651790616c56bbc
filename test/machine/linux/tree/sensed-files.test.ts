import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { isSensed } from '../../../../src/machine/linux/tree/sensed-files.js';
import { injectorForTest } from '../../../fixtures/errno/injector.js';
import { folderForTest } from '../../../fixtures/scratch.js';
import { batteriesForTest, type ChargeDriver, chargeDrivers } from '../../../fixtures/trees/batteries.js';
import { machineNames } from '../../../fixtures/trees/build-tree.js';
import { treeForTest } from '../../../fixtures/trees/for-test.js';
import { nvidiaBoards } from '../../../fixtures/trees/gpus.js';
import { amdGraphics } from '../../../fixtures/trees/graphics.js';
import { tunables, tunablesFolder, withKernelGovernor } from '../../../fixtures/trees/kernel-governor.js';
import { policyFile, type Tree } from '../../../fixtures/trees/tree.js';

/** What the helper reads of a tree, and nothing lists. */
function unlisted(tree: Tree): string[] {
  const injector = injectorForTest(tree, ['note *']);
  execFileSync(injector.wrapper, ['--once', '--root', tree.root, '--runtime-dir', folderForTest('run')], {
    maxBuffer: 2 ** 26,
  });
  const read = [...new Set(injector.attempts().map(attempt => attempt.path))];
  expect(read.length).toBeGreaterThan(5);
  return read.filter(path => !isSensed(path));
}

it.each(machineNames)('%s: every file that the helper reads is listed', name => {
  const tree = treeForTest(name);
  tree.add(amdGraphics());
  tree.add(nvidiaBoards([{}]));
  expect(unlisted(tree)).toEqual([]);
});

it.each([false, true])('those of the kernel’s governor are listed, apart for each policy: %j', apart => {
  const tree = treeForTest('amd-acpi-cpufreq');
  withKernelGovernor(tree, [0], apart);
  tree.write(policyFile(0, 'scaling_governor'), 'lattice');
  tree.add(tunables(tunablesFolder(apart ? 0 : undefined)));
  expect(unlisted(tree)).toEqual([]);
});

it.each(Object.keys(chargeDrivers))('%s: its files are listed', driver => {
  expect(unlisted(batteriesForTest(driver as ChargeDriver).tree)).toEqual([]);
});

it.each([
  'sys/class/power_supply/BAT0/serial_number',
  'sys/class/power_supply/BAT0/manufacturer',
  'sys/class/dmi/id/product_serial',
  'sys/class/dmi/id/product_uuid',
  'sys/class/net/eth0/address',
  'sys/class/drm/card1-eDP-1/edid',
  'sys/bus/pci/devices/0000:01:00.0/unique_id',
  'proc/sys/kernel/hostname',
  'proc/1/cmdline',
  'sys/class/power_supply/../power_supply/BAT0/status',
  '/sys/class/power_supply/BAT0/status',
  'sys/class/power_supply/BAT0\n/status',
  'sys/class/power_supply//status',
])('%j is not listed', path => {
  expect(isSensed(path)).toBe(false);
});
