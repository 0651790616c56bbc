import { execFileSync } from 'node:child_process';
import { lstatSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { injectorForTest } from '../../fixtures/errno/injector.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { policyFile } from '../../fixtures/trees/tree.js';
import { seenBy, unpacked } from './support.js';

const latticectl = [process.execPath, join(import.meta.dirname, '../../../dist/latticectl.js')];

it('files that the kernel refuses are named with their errno, and the rest is there', async () => {
  const tree = treeForTest('intel-hybrid');
  const sick = 'sys/class/power_supply/BAT0/energy_now';
  const closed = 'sys/class/powercap/intel-rapl:0/energy_uj';
  const rules = [`refuse read *supplies/power_supply/BAT0/energy_now EIO`, `refuse open *powercap/*/energy_uj EACCES`];
  const { wrapper } = injectorForTest(tree, rules, latticectl);
  const text = execFileSync(wrapper, ['support', '--root', tree.root], { encoding: 'utf8' });
  const { files, lacking } = JSON.parse(text);
  expect(files[sick]).toEqual({ unread: 'EIO', mode: '0444' });
  expect(files[closed]).toEqual({ unread: 'EACCES', mode: '0400' });
  expect(lacking).toContainEqual({
    what: expect.stringMatching(/^\d+ of the files$/),
    why: 'EACCES, EIO: root may read more (try it with sudo)',
  });
  const file = join(folderForTest('support'), 'support.json');
  writeFileSync(file, text);
  const root = await unpacked(file);
  expect(lstatSync(join(root, closed)).mode & 0o777).toBe(0);
  // What the kernel did not tell is not known there either; all else is.
  const [before, after] = [tree.root, root].map(seenBy);
  expect(after?.sample).toMatchObject({ 'supply.BAT0.energy': null, 'supply.BAT0.power': 12_345_000 });
  expect(before?.sample).toMatchObject({ 'supply.BAT0.energy': 40_000_000 });
  expect(after?.hello).toMatchObject({ topology: { policies: { length: 8 } } });
  expect(lstatSync(join(root, policyFile(0, 'scaling_max_freq'))).mode & 0o222).toBe(0o200);
});
