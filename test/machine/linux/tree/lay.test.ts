import { lstatSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { TreeFiles } from '../../../../src/machine/linux/tree/entry.js';
import { layTree } from '../../../../src/machine/linux/tree/lay.js';
import { folderForTest } from '../../../fixtures/scratch.js';

const status = 'sys/class/power_supply/BAT0/status';
const file = { text: 'Full\n', mode: '0644' };

it('lays files with their modes, a driver as a link, and what was not readable as not readable', () => {
  const folder = join(folderForTest('lay'), 'machine');
  const driver = 'sys/bus/pci/devices/0000:01:00.0/driver';
  const energy = 'sys/class/powercap/intel-rapl:0/energy_uj';
  layTree(folder, {
    [status]: file,
    [driver]: { link: '../../../../bus/pci/drivers/nvidia' },
    [energy]: { unread: 'EACCES', mode: '0400' },
  });
  expect(readFileSync(join(folder, status), 'utf8')).toBe('Full\n');
  expect(lstatSync(join(folder, driver)).isSymbolicLink()).toBe(true);
  expect(lstatSync(join(folder, energy)).mode & 0o777).toBe(0);
});

// Were it not refused it would stay within the test's own folder.
const hostile: readonly (readonly [string, TreeFiles])[] = [
  ['a path that goes up', { '../escaped/status': file }],
  ['a path that goes up within', { 'sys/class/power_supply/../../../../x/status': file }],
  ['an absolute path', { '/escaped/status': file }],
  ['a file that Lattice does not read', { 'sys/class/power_supply/BAT0/serial_number': file }],
  ['a link in a folder’s place', { 'sys/class/power_supply/BAT0': { link: '../../../../escaped' } }],
  ['a link in a file’s place', { [status]: { link: '../../../../../escaped' } }],
  ['a link that leads elsewhere', { 'sys/bus/pci/devices/0000:01:00.0/driver': { link: '../../../../../../escaped' } }],
  ['a file in a driver’s place', { 'sys/bus/pci/devices/0000:01:00.0/driver': file }],
  ['a name with escapes', { 'sys/class/power_supply/\u001b[2J/status': file }],
];

it.each(hostile)('%s: nothing at all is written', (_, files) => {
  const above = folderForTest('lay');
  expect(() => layTree(join(above, 'machine'), { [status]: file, ...files })).toThrow();
  expect(readdirSync(above)).toEqual([]);
});

it('a folder with something in it stays as it is', () => {
  const folder = folderForTest('lay');
  writeFileSync(join(folder, 'mine'), '');
  expect(() => layTree(folder, { [status]: file })).toThrow('expected an empty folder');
  expect(readdirSync(folder)).toEqual(['mine']);
});
