import { describe, expect, it } from 'vitest';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { type HelperRun, helperForTest } from '../fixtures/helper.js';
import { helperPid, runs } from '../fixtures/process.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

const changes = {
  'policy0.max_freq': 2_000_000,
  'policy0.min_freq': 600_000,
  'policy3.epp': 'power',
  'policy5.governor': 'performance',
  boost: 0,
  platform_profile: 'low-power',
  'package0.long_term.limit': 15_000_000,
};

interface Written {
  readonly tree: Tree;
  readonly before: ReadonlyMap<string, string>;
  readonly run: HelperRun;
}

/** A helper that has changed one control of each kind. */
async function written(leaseSeconds = 60): Promise<Written> {
  const tree = treeForTest('intel-hybrid');
  const before = tree.settings();
  // The injector shows values as the kernel does, whatever newline they were written with.
  const run = await helperForTest(tree, { injector: injectorForTest(tree) });
  const results = await run.set(changes, leaseSeconds);
  expect(Object.values(results).filter(r => 'errno' in r)).toEqual([]);
  expect(tree.settings()).not.toEqual(before);
  return { tree, before, run };
}

const asBefore = ({ tree, before }: Written): Promise<unknown> =>
  until(
    'the tree as it was',
    () => [...tree.settings()].filter(([path, text]) => before.get(path) !== text),
    left => left.length === 0,
  );

describe('everything is put back byte for byte', () => {
  it('when the lease runs out, and the engine is told why', async () => {
    const w = await written();
    const { epoch } = w.run.hello;
    await w.run.set(changes, 1);
    await asBefore(w);
    await until(
      'told',
      () => w.run.restored.length,
      told => told > 0,
    );
    const [{ why, outcome } = { why: '', outcome: undefined }] = w.run.restored;
    expect(why).toBe('lease');
    expect(outcome?.epoch).toBeGreaterThan(epoch);
    expect(Object.keys(outcome?.results ?? {})).toEqual(expect.arrayContaining(Object.keys(changes)));
    expect(w.run.baselineText()).toBeUndefined();
    w.run.lively();
    await until(
      'samples of the new epoch',
      () => w.run.samples.at(-1)?.epoch,
      seen => seen === outcome?.epoch,
    );
  });

  it('when the engine asks, and asking again changes nothing', async () => {
    const w = await written(60);
    const { results, epoch } = await w.run.machine.restore();
    expect(results['policy0.max_freq']).toEqual({ value: 4_700_000 });
    expect(w.tree.settings()).toEqual(w.before);
    expect(w.run.baselineText()).toBeUndefined();
    const again = await w.run.machine.restore();
    expect(again.results).toEqual({});
    expect(again.epoch).toBeGreaterThanOrEqual(epoch);
  });

  it('at the end of the stream', async () => {
    const w = await written(60);
    const pid = await helperPid(w.run.runtimeDir);
    await w.run.machine.stop();
    await until(
      'the helper has left',
      () => runs(pid),
      alive => !alive,
    );
    expect(w.tree.settings()).toEqual(w.before);
  });

  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('at %s', async signal => {
    const w = await written(60);
    const pid = await helperPid(w.run.runtimeDir);
    process.kill(pid, signal);
    await until(
      'the helper has left',
      () => runs(pid),
      alive => !alive,
    );
    expect(w.tree.settings()).toEqual(w.before);
    // What it said last may still be on its way.
    await until(
      'told',
      () => w.run.restored.length,
      told => told > 0,
    );
    expect(w.run.restored.map(r => r.why)).toEqual(['signal']);
  });
});

it('a beat renews the lease', async () => {
  const w = await written(3);
  const started = performance.now();
  while (performance.now() - started < 4500) {
    w.run.machine.beat(3);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  expect(w.run.restored).toEqual([]);
  await asBefore(w);
});

it('a set that changes nothing renews it as well', async () => {
  const w = await written(3);
  const started = performance.now();
  while (performance.now() - started < 4500) await w.run.set(changes, 3);
  expect(w.run.restored).toEqual([]);
  await asBefore(w);
});

it('a beat before any set holds nothing', async () => {
  const tree = treeForTest('intel-hybrid');
  const run = await helperForTest(tree);
  run.machine.beat(1);
  await run.set({ 'policy0.max_freq': 4_700_000 }, 1);
  run.lively();
  await run.nextSamples(30);
  expect(run.restored).toEqual([]);
});

it('CPU limits come first in a restore, slow firmware last', async () => {
  const tree = treeForTest('intel-hybrid');
  const injector = injectorForTest(tree);
  const run = await helperForTest(tree, { injector });
  await run.set(changes);
  injector.forget();
  await run.machine.restore();
  const order = injector.writes().map(w => w.path.split('/').at(-1));
  expect(order[0]).toBe('no_turbo');
  expect(order.at(-1)).toBe('platform_profile');
  expect(order.indexOf('scaling_max_freq')).toBeLessThan(order.indexOf('scaling_governor'));
});

it('a restore goes on past what refuses, and says what did not come back', async () => {
  const tree = treeForTest('intel-hybrid');
  const injector = injectorForTest(tree);
  const run = await helperForTest(tree, { injector });
  await run.set({ boost: 0, 'policy0.max_freq': 2_000_000, 'policy1.max_freq': 2_000_000 });
  injector.rules([`refuse write ${policyFile(0, 'scaling_max_freq')} EIO`, 'refuse write */no_turbo EPERM']);
  const { results } = await run.machine.restore();
  expect(results).toMatchObject({
    boost: { errno: 'EPERM' },
    'policy0.max_freq': { errno: 'EIO', wanted: 4_700_000 },
    'policy1.max_freq': { value: 4_700_000 },
  });
});

it('under the governor performance a saved preference is put back all the same (FIELD-GUIDE 11)', async () => {
  const tree = treeForTest('intel-hybrid');
  const injector = injectorForTest(tree, [
    `refuse write */energy_performance_preference EBUSY while ${policyFile(0, 'scaling_governor')} performance`,
  ]);
  const run = await helperForTest(tree, { injector });
  await run.set({ 'policy0.epp': 'power' });
  await run.set({ 'policy0.governor': 'performance' });
  const { results } = await run.machine.restore();
  expect(results).toMatchObject({
    'policy0.governor': { value: 'powersave' },
    'policy0.epp': { value: 'balance_performance' },
  });
});
