import { expect, it } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { ro, rw } from '../../fixtures/trees/entry.js';
import { epp, reportedTree } from '../../fixtures/trees/machines/reported.js';
import { policyFile, type Tree } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';

/** Governs a tree with all CPUs busy for so long; returns each maximum that was seen in force. */
async function maxima(tree: Tree, seconds: number, profile?: string) {
  const began = performance.now();
  let passed = 0;
  const seen = new Set<number>();
  const timer = setInterval(() => {
    const now = (performance.now() - began) / 1000;
    tree.pass(now - passed, () => 1);
    passed = now;
    for (const id of [0, 1, 2, 3]) seen.add(Number(tree.read(policyFile(id, 'scaling_max_freq'))));
  }, 50);
  const daemon = new DaemonRun({ tree, args: ['--govern'] });
  await until(
    'ticks',
    () => daemon.status(),
    status => (status?.ticks ?? 0) > 0,
  );
  if (profile !== undefined) {
    const { stderr } = await latticectl(['--runtime-dir', daemon.runtimeDir, 'set', profile]);
    expect(stderr).toBe('');
    seen.clear();
  }
  await new Promise(resolve => setTimeout(resolve, seconds * 1000));
  clearInterval(timer);
  return seen;
}

it('keeps the entry that stands for all of turbo: 4.39 GHz measured where the table says 2.501', async () => {
  const table = '2501000 2500000 2300000 2000000 1800000 1400000 1000000 800000 400000';
  const tree = reportedTree(
    {
      count: 4,
      driver: 'acpi-cpufreq',
      hardware: [400_000, 2_501_000],
      current: 4_391_000,
      governors: 'performance schedutil',
      more: { scaling_available_frequencies: ro(table), bios_limit: ro(2_501_000) },
    },
    { 'sys/devices/system/cpu/cpufreq/boost': rw(1) },
  );
  expect(await maxima(tree, 6)).toEqual(new Set([2_501_000]));
}, 20_000);

it('writes nothing below the limit that was found, though cpuinfo_max_freq is lower', async () => {
  const tree = reportedTree(
    {
      count: 4,
      driver: 'intel_pstate',
      hardware: [400_000, 2_400_000],
      limits: [400_000, 3_400_000],
      current: 3_400_000,
      more: epp,
    },
    {
      'sys/devices/system/cpu/intel_pstate/no_turbo': rw(0),
      'sys/devices/system/cpu/intel_pstate/status': rw('active'),
    },
  );
  expect(await maxima(tree, 3, 'performance')).toEqual(new Set([3_400_000]));
}, 20_000);
