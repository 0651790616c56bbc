import { expect, it, onTestFinished } from 'vitest';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { ro, rw } from '../../fixtures/trees/entry.js';
import { epp, reportedTree } from '../../fixtures/trees/machines/reported.js';
import { policyFile, type Tree } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';

/** Governs a tree with all CPUs busy for so many ticks; returns each maximum that was seen in force. */
async function maxima(tree: Tree, ticks: number, profile?: string) {
  const began = performance.now();
  let passed = 0;
  const seen = new Set<number>();
  const timer = setInterval(() => {
    const now = (performance.now() - began) / 1000;
    tree.pass(now - passed, () => 1);
    passed = now;
    for (const id of [0, 1, 2, 3]) seen.add(Number(tree.read(policyFile(id, 'scaling_max_freq'))));
  }, 50);
  onTestFinished(() => clearInterval(timer));
  const daemon = new DaemonRun({ tree, args: ['--govern'] });
  const ticked = (count: number) =>
    until(
      `${count} ticks`,
      () => daemon.status(),
      status => (status?.ticks ?? 0) >= count,
    );
  const now = async (): Promise<number> => (await ticked(1))?.ticks ?? Number.NaN;
  await now();
  if (profile !== undefined) {
    const { stderr } = await latticectl(['--runtime-dir', daemon.runtimeDir, 'set', profile]);
    expect(stderr).toBe('');
    // What the profile of before had set is replaced by the tick that knows of this one.
    await ticked((await now()) + 2);
    seen.clear();
  }
  await ticked((await now()) + ticks);
  await until(
    'the limits looked at',
    () => seen.size,
    size => size > 0,
  );
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
  expect(await maxima(tree, 50)).toEqual(new Set([2_501_000]));
});

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
  expect(await maxima(tree, 25, 'performance')).toEqual(new Set([3_400_000]));
});

it('netdata/netdata#2704: a laptop that was found held at 1.5 GHz of 2.8 stays there under every profile', async () => {
  const table =
    '2801000 2800000 2700000 2500000 2400000 2200000 2100000 1900000 1700000 1600000 1500000 1400000 1200000 1100000 900000 800000';
  const tree = reportedTree({
    count: 4,
    driver: 'acpi-cpufreq',
    hardware: [800_000, 2_801_000],
    limits: [800_000, 1_500_000],
    current: 1_500_000,
    governors: 'performance schedutil',
    more: { scaling_available_frequencies: ro(table) },
  });
  expect(await maxima(tree, 25, 'performance')).toEqual(new Set([1_500_000]));
});

it('linrunner/TLP#764: a Ryzen that somebody set to 400 MHz is not taken out of their hands', async () => {
  const tree = reportedTree({
    count: 4,
    driver: 'amd-pstate-epp',
    hardware: [400_000, 4_463_000],
    limits: [400_000, 400_000],
    current: 400_000,
    more: epp,
  });
  expect(await maxima(tree, 25, 'performance')).toEqual(new Set([400_000]));
});
