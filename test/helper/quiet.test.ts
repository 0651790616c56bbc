import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HelperRun } from '../fixtures/helper.js';
import { scratchFolder } from '../fixtures/scratch-folder.js';
import { buildTree } from '../fixtures/trees/build-tree.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

interface Quiet {
  readonly tree: Tree;
  readonly run: HelperRun;
}

type Event = readonly [what: string, happens: (tree: Tree) => void];

const crossings: readonly Event[] = [
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
  ['pressure for CPUs', tree => tree.press('cpu', 5_000_000, 0)],
  ['pressure for memory', tree => tree.press('memory', 5_000_000, 0)],
];

const trifles: readonly Event[] = [
  ['1 °C', tree => tree.write('sys/class/thermal/thermal_zone1/temp', 46_000)],
  ['a CPU that is a little busy', tree => tree.pass(0.01, () => 1)],
  ['energy', tree => tree.use('intel-rapl:0', 500_000)],
  ['a fan that turns up', tree => tree.write(fanFile, 5200)],
  ['a frequency', tree => tree.write(policyFile(0, 'scaling_cur_freq'), 3_000_000)],
];

const fanFile = 'sys/class/hwmon/hwmon1/fan1_input';

const longBatch = 60;
const shortBatch = 2;
const machines: Quiet[] = [];
/** How often a helper, looked at each 20 ms, has to be found silent to be known as quiet. While this process waits for a CPU nobody looks. */
const silentLooks = 75;

/** A helper each, made quiet side by side: it takes 5 s without an event. Batches are so long that only a crossing ends one. */
beforeAll(async () => {
  const batches = [...crossings, ...trifles, 'written', 'asked'].map(() => longBatch);
  machines.push(...(await Promise.all([...batches, shortBatch].map(quiet))));
});

afterAll(async () => {
  await Promise.all(machines.map(({ run }) => run.machine.stop()));
  for (const { tree, run } of machines) {
    tree.cleanup();
    rmSync(run.runtimeDir, { recursive: true });
  }
});

async function quiet(batchSeconds: number): Promise<Quiet> {
  const tree = buildTree('intel-hybrid');
  const run = await new HelperRun(tree, { runtimeDir: scratchFolder('run') }).start();
  run.machine.cadence({ activeHz: 20, quietHz: 10, batchSeconds });
  if (batchSeconds === longBatch) await silent(run);
  return { tree, run };
}

/** Resolves when no sample has come for a while. */
async function silent(run: HelperRun): Promise<void> {
  let [seen, silence] = [-1, 0];
  const look = (): number => {
    silence = seen === run.samples.length ? silence + 1 : 0;
    seen = run.samples.length;
    return silence;
  };
  await until('silence', look, looks => looks >= silentLooks, { every: 20 });
}

function machine(index: number): Quiet {
  const found = machines.at(index);
  if (found === undefined) throw new Error('no machine');
  return found;
}

describe('quiet and active', () => {
  it('holds samples back while nothing happens and sends them in batches', async () => {
    const { run } = machine(-1);
    const batches = (): number[] => run.batches.filter(size => size > shortBatch * 5);
    await until('two batches', batches, seen => seen.length >= 2);
    const times = run.samples.map(s => s.at as number);
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
  });

  it.each(crossings.map(([what, happens], i) => ({ what, happens, i })))(
    '$what sends what was held at once, and keeps more coming',
    async ({ happens, i }) => {
      const { tree, run } = machine(i);
      const held = run.batches.length;
      happens(tree);
      await until(
        'batches',
        () => run.batches.slice(held),
        batches => batches.length >= 5,
      );
      // The first thing to come is everything that was held back.
      expect(run.batches[held]).toBeGreaterThan(5);
    },
  );

  it('a sample that is asked for comes at once, with what was held', async () => {
    const { run } = machine(crossings.length + trifles.length + 1);
    const held = run.batches.length;
    run.machine.sample();
    await until(
      'a batch',
      () => run.batches.length,
      batches => batches > held,
    );
    expect(run.batches[held]).toBeGreaterThan(5);
    // Asking is no event: it stays quiet.
    await silent(run);
  });

  // In the virtual laptop old read-backs came after the ack, and the daemon took its own write for a rival's.
  it('what was sampled before a write comes before its result', async () => {
    const { run } = machine(crossings.length + trifles.length);
    const held = run.samples.length;
    const { results } = await run.machine.set({ 'policy0.max_freq': 2_000_000 }, 5);
    expect(results['policy0.max_freq']).toEqual({ value: 2_000_000 });
    expect(run.samples.length).toBeGreaterThan(held + 5);
  });

  it.each(trifles.map(([what, happens], i) => ({ what, happens, i })))('$what wakes nobody', async ({ happens, i }) => {
    const { tree, run } = machine(crossings.length + i);
    const held = run.batches.length;
    happens(tree);
    await silent(run);
    expect(run.batches.length).toBe(held);
  });

  it('a load that stays as it is comes in batches of half a second, and at once when it changes', async () => {
    const tree = buildTree('intel-hybrid');
    const run = await new HelperRun(tree, { runtimeDir: scratchFolder('run') }).start();
    run.machine.cadence({ activeHz: 20, quietHz: 20, batchSeconds: longBatch });
    await silent(run);
    const held = run.batches.length;
    // A hot sensor keeps the helper active while its CPUs do nothing.
    tree.write('sys/class/thermal/thermal_zone1/temp', 50_000);
    await until(
      'steady batches',
      () => run.batches.slice(held + 1),
      batches => batches.filter(size => size >= 9 && size <= 11).length >= 3,
    );
    const busyAt = run.hello.signals.findIndex(s => s.name === 'cpu6.busy');
    const busy = (): number[] => run.samples.map(s => s.values[busyAt] ?? Number.NaN);
    /** How many samples follow the change in its batch. */
    const after = async (): Promise<number> => {
      const before = busy().at(-1);
      // All of a sample's time, however late it is taken.
      tree.pass(1, cpu => (cpu === 6 ? 1 : 0));
      const seen = await until(
        'the change',
        () => busy().findIndex(ns => ns > (before ?? 0)),
        at => at >= 0,
        { every: 1 },
      );
      let end = -1;
      return (run.batches.map(size => (end += size)).find(last => last >= seen) ?? Number.NaN) - seen;
    };
    // It ends its batch, and so does the next sample, in which the change is over. This process may read both at once, or be too late for more; of
    // changes that end nothing one in five would be among the last two of ten.
    let ended = 0;
    for (let change = 0; change < 24 && ended < 12; change++) {
      if ((await after()) <= 1) ended++;
      await sleep(300);
    }
    expect(ended).toBe(12);
    await run.machine.stop();
    tree.cleanup();
    rmSync(run.runtimeDir, { recursive: true });
  });

  it('within 10 °C of a trip every sample is sent, for as long as it lasts', async () => {
    const { tree, run } = machine(-2);
    tree.write('sys/class/thermal/thermal_zone1/temp', 87_000);
    const held = run.batches.length;
    const after = (): number[] => run.batches.slice(held);
    // At 20 Hz this is longer than the 5 s that any crossing keeps samples coming.
    const late = (await until('batches', after, batches => batches.length >= 180)).slice(-60);
    // Else they would come by tens; some wait for each other when the helper has to wait for a CPU.
    expect(late.reduce((sum, size) => sum + size) / late.length).toBeLessThan(2);
  });
});
