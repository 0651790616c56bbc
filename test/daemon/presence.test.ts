import { expect, it } from 'vitest';
import { hasCpufreq } from '../../src/daemon/presence.js';
import { treeForTest } from '../fixtures/trees/for-test.js';

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
