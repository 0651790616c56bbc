import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copyTree } from '../../../../src/machine/linux/tree/copy.js';
import { readEntry } from '../../../../src/machine/linux/tree/read-file.js';
import { treeForTest } from '../../../fixtures/trees/for-test.js';
import { policyFile } from '../../../fixtures/trees/tree.js';

const maximum = policyFile(0, 'scaling_max_freq');

/** A tree with one file of policy0 made anew by `put`, and what becomes of that file. */
async function copied(put: (path: string) => void) {
  const tree = treeForTest('intel-hybrid');
  tree.remove(maximum);
  put(tree.path(maximum));
  const { files } = await copyTree(tree.root);
  expect(files[policyFile(1, 'scaling_max_freq')]).toEqual({ text: '4700000\n', mode: '0644' });
  return files[maximum];
}

it('a pipe is not waited for', async () => {
  expect(await copied(path => expect(spawnSync('mkfifo', [path]).status).toBe(0))).toMatchObject({
    unread: 'not a plain file',
  });
});

it('a link out of the tree is not followed, not even to an endless file', async () => {
  expect(await copied(path => symlinkSync('/dev/zero', path))).toMatchObject({ unread: 'a link that leads elsewhere' });
  expect(await copied(path => symlinkSync('/etc/passwd', path))).toMatchObject({
    unread: 'a link that leads elsewhere',
  });
  expect(await copied(path => symlinkSync('../../../../../../etc/passwd', path))).not.toHaveProperty('text');
});

it('of 100 MB the beginning is copied, and that it was cut is told', async () => {
  const entry = await copied(path => {
    writeFileSync(path, '4700000\n');
    truncateSync(path, 100_000_000);
  });
  expect(entry).toMatchObject({ cut: true, mode: '0644' });
  expect(entry).toHaveProperty('text', expect.stringMatching(/^4700000\n/));
  expect(JSON.stringify(entry).length).toBeLessThan(64 * 1024);
});

it('an endless file gives its beginning', async () => {
  // Of the kernel: an entry of 8 bytes for each page there could be, given in whole ones.
  expect(await readEntry('/', 'proc/self/pagemap', 4095)).toMatchObject({ cut: true });
});

it('an error of reading is told by its name', async () => {
  expect(await readEntry('/', 'proc/self/mem', 4096)).toMatchObject({ unread: 'EIO', mode: '0600' });
  expect(await readEntry('/', 'proc/none', 4096)).toEqual({ unread: 'ENOENT', mode: '0000' });
});

it('a name that no kernel gives is left out, and a folder that loops ends', async () => {
  const tree = treeForTest('intel-hybrid');
  const folder = tree.path('sys/class/power_supply');
  for (const name of ['BAT\u001b[2J', 'BAT\u202e', 'BAT 1', '-'.repeat(200)]) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'type'), 'Battery\n');
  }
  symlinkSync('.', join(folder, 'loop'));
  const { files, left } = await copyTree(tree.root);
  expect(Object.keys(files).filter(path => !/^[\w.:/+@,-]+$/.test(path))).toEqual([]);
  expect(left).toEqual([{ what: 'sys/class/power_supply', why: '4 with a name that no kernel gives' }]);
});

it('256 CPUs: all of them, in a file that can be sent', async () => {
  const tree = treeForTest('big', 256);
  const { files, left } = await copyTree(tree.root);
  expect(left).toEqual([]);
  expect(files[policyFile(255, 'scaling_driver')]).toEqual({ text: 'acpi-cpufreq\n', mode: '0444' });
  expect(JSON.stringify(files).length).toBeLessThan(2_000_000);
});

it('neither when nor which boot: of /proc/stat the CPUs, of the boot its form', async () => {
  const { files } = await copyTree(treeForTest('no-cpufreq').root);
  const { text } = files['proc/stat'] as { text: string };
  expect(text.split('\n').map(line => line.split(' ')[0])).toEqual(['cpu', 'cpu0', 'cpu1', '']);
  expect(files['proc/sys/kernel/random/boot_id']).toHaveProperty('text', '00000000-0000-0000-0000-000000000000\n');
});

it('of what is on the bus only what Lattice looks at', async () => {
  const tree = treeForTest('no-cpufreq');
  const device = (bus: string, vendor: string) => {
    mkdirSync(tree.path(`sys/bus/pci/devices/${bus}`), { recursive: true });
    writeFileSync(tree.path(`sys/bus/pci/devices/${bus}/vendor`), `${vendor}\n`);
    symlinkSync('../../../../bus/pci/drivers/nvidia', tree.path(`sys/bus/pci/devices/${bus}/driver`));
  };
  device('0000:01:00.0', '0x10de');
  device('0000:02:00.0', '0x8086');
  chmodSync(tree.path('sys/bus/pci/devices/0000:01:00.0/vendor'), 0o444);
  const { files } = await copyTree(tree.root);
  expect(Object.entries(files).filter(([path]) => path.includes('/pci/'))).toEqual([
    ['sys/bus/pci/devices/0000:01:00.0/driver', { link: '../../../../bus/pci/drivers/nvidia' }],
    ['sys/bus/pci/devices/0000:01:00.0/vendor', { text: '0x10de\n', mode: '0444' }],
  ]);
});
