import { expect, it } from 'vitest';
import { hasCpufreq, hasNvidiaGpu, isGovernable } from '../../../../src/machine/linux/procfs/presence.js';
import { treeForTest } from '../../../fixtures/trees/for-test.js';
import { nvidiaBoards } from '../../../fixtures/trees/gpus.js';

it('finds the policies of a machine', () => {
  expect(hasCpufreq(treeForTest('intel-hybrid').root)).toBe(true);
});

it('is not misled by the empty folder of a machine without a driver (FIELD-GUIDE 1.1)', () => {
  expect(hasCpufreq(treeForTest('no-cpufreq').root)).toBe(false);
});

it('takes a tree without /sys for a machine without a driver', () => {
  const tree = treeForTest('no-cpufreq');
  tree.remove('sys');
  expect(hasCpufreq(tree.root)).toBe(false);
});

it('finds a GPU that NVIDIA’s driver has, and no other', () => {
  const boards = (...made: Parameters<typeof nvidiaBoards>[0]) => {
    const tree = treeForTest('no-cpufreq');
    tree.add(nvidiaBoards(made));
    return tree.root;
  };
  expect(hasNvidiaGpu(treeForTest('no-cpufreq').root)).toBe(false);
  expect(hasNvidiaGpu(boards({ driver: 'nouveau' }, { driver: '' }))).toBe(false);
  const root = boards({ driver: 'nouveau' }, {});
  expect(hasNvidiaGpu(root)).toBe(true);
  // Nothing but nvidia-smi can set it.
  expect(isGovernable(root, undefined)).toBe(false);
  expect(isGovernable(root, '/usr/bin/nvidia-smi')).toBe(true);
});
