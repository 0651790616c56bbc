import { describe, expect, it } from 'vitest';
import { type HelperRun, helperForTest } from '../fixtures/helper.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

interface Quiet {
  readonly tree: Tree;
  readonly run: HelperRun;
}

/** A helper that holds samples back: nothing has happened for 5 s. Batches are so long that only a crossing ends one. */
async function quiet(batchSeconds = 60): Promise<Quiet> {
  const tree = treeForTest('intel-hybrid');
  const run = await helperForTest(tree);
  run.machine.cadence({ activeHz: 10, quietHz: 10, batchSeconds });
  await until(
    'silence',
    () => silence(run),
    silent => silent >= 1000,
    { every: 20 },
  );
  return { tree, run };
}

const seen = new WeakMap<HelperRun, { samples: number; at: number }>();

/** For how many ms no sample has come. */
function silence(run: HelperRun): number {
  const last = seen.get(run);
  const now = performance.now();
  if (last?.samples === run.samples.length) return now - last.at;
  seen.set(run, { samples: run.samples.length, at: now });
  return 0;
}

describe('quiet and active', () => {
  it('holds samples back while nothing happens and sends them in batches', async () => {
    const { run } = await quiet(2);
    const already = run.batches.length;
    await until(
      'two batches',
      () => run.batches.slice(already),
      batches => batches.filter(size => size > 5).length >= 2,
    );
    const times = run.samples.map(s => s.at as number);
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
  });

  it.each<[string, (tree: Tree) => void]>([
    ['a CPU that becomes busy', tree => tree.pass(1000, cpu => (cpu === 6 ? 1 : 0))],
    ['a temperature that rises by 2 °C', tree => tree.write('sys/class/thermal/thermal_zone1/temp', 47_500)],
    ['a temperature that falls by 2 °C', tree => tree.write('sys/class/thermal/thermal_zone1/temp', 42_000)],
    ['mains that are unplugged', tree => tree.write('sys/class/power_supply/AC/online', 0)],
    ['a battery that begins to discharge', tree => tree.write('sys/class/power_supply/BAT0/status', 'Discharging')],
    ['a limit that somebody changes', tree => tree.write(policyFile(2, 'scaling_max_freq'), 900_000)],
    [
      'an EPP that a resume resets (tuned #789, TLP #775, auto-cpufreq #560)',
      tree => tree.write(policyFile(2, 'energy_performance_preference'), 'performance'),
    ],
    ['pressure', tree => tree.press('cpu', 5_000_000, 0)],
    ['throttling of tasks for memory', tree => tree.press('memory', 5_000_000, 0)],
  ])('%s sends what was held at once, and keeps it coming', async (_, happens) => {
    const { tree, run } = await quiet();
    const held = run.batches.length;
    happens(tree);
    await until(
      'a batch',
      () => run.batches.slice(held),
      batches => batches.length >= 5,
    );
    // The first thing to come is everything that was held back.
    expect(run.batches[held]).toBeGreaterThan(5);
  });

  it.each<[string, (tree: Tree) => void]>([
    ['1 °C', tree => tree.write('sys/class/thermal/thermal_zone1/temp', 46_000)],
    ['a CPU that is a little busy', tree => tree.pass(0.01, () => 1)],
    ['energy', tree => tree.use('intel-rapl:0', 500_000)],
    ['a frequency', tree => tree.write(policyFile(0, 'scaling_cur_freq'), 3_000_000)],
  ])('%s wakes nobody', async (_, happens) => {
    const { tree, run } = await quiet();
    const held = run.batches.length;
    happens(tree);
    await until(
      'more silence',
      () => silence(run),
      silent => silent >= 2500,
      { every: 20 },
    );
    expect(run.batches.length).toBe(held);
  });

  it('within 10 °C of a trip every sample is sent', async () => {
    const { tree, run } = await quiet();
    const held = run.batches.length;
    for (let temp = 47_000; temp <= 87_000; temp += 8000) tree.write('sys/class/thermal/thermal_zone1/temp', temp);
    await until(
      'samples, each alone',
      () => run.batches.slice(held + 1),
      batches => batches.length >= 80,
    );
    expect(run.batches.slice(held + 1).filter(size => size !== 1)).toEqual([]);
  });
});
