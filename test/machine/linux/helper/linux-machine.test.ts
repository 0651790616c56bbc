import { describe, expect, it } from 'vitest';
import { injectorForTest } from '../../../fixtures/errno/injector.js';
import { helperForTest } from '../../../fixtures/helper.js';
import { helperPid, runs } from '../../../fixtures/process.js';
import { stall } from '../../../fixtures/stall.js';
import { treeForTest } from '../../../fixtures/trees/for-test.js';
import { policyFile } from '../../../fixtures/trees/tree.js';
import { until } from '../../../rig/poll.js';

describe('LinuxMachine over the real helper', () => {
  it('tells the first description before start resolves', async () => {
    const run = await helperForTest(treeForTest('intel-hybrid'));
    expect(run.hellos).toHaveLength(1);
    expect(run.hello).toMatchObject({ simulated: false, kind: expect.stringMatching(/^linux \(tree at \//) });
  });

  it('answers many sets at once, each with its own outcome', async () => {
    const run = await helperForTest(treeForTest('intel-hybrid'));
    const outcomes = await Promise.all(
      [0, 1, 2, 3, 4, 5, 6, 7].map(id => run.set({ [`policy${id}.max_freq`]: 1_000_000 + id })),
    );
    expect(outcomes).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map(id => ({ [`policy${id}.max_freq`]: { value: 1_000_000 + id } })),
    );
  });

  it('an answer that came while the engine had no CPU counts, though the time for it is up', async () => {
    const run = await helperForTest(treeForTest('intel-hybrid'));
    const outcome = run.set({ 'policy0.max_freq': 1_000_000 });
    stall(6000);
    expect(await outcome).toEqual({ 'policy0.max_freq': { value: 1_000_000 } });
  });

  it('a set that the helper refuses as a whole is a refusal of each control: nobody waits for them any more', async () => {
    const run = await helperForTest(treeForTest('intel-hybrid'));
    // The helper takes leases of 1 to 60 s and answers others with an ack that has an error and no results.
    const results = await run.set({ 'policy0.max_freq': 1_000_000, 'policy1.max_freq': 1_000_000 }, 3600);
    expect(results).toMatchObject({
      'policy0.max_freq': { errno: expect.any(String), why: expect.stringContaining('lease_s') },
      'policy1.max_freq': { errno: expect.any(String) },
    });
  });

  it('a beat that the helper refuses is told: the lease is not renewed', async () => {
    const run = await helperForTest(treeForTest('intel-hybrid'));
    run.machine.beat(3600);
    await until(
      'told',
      () => run.notices.map(n => n.why),
      whys => whys.some(why => why.includes('lease_s')),
    );
  });

  it('asks a respawned helper for the same cadence', async () => {
    const run = (await helperForTest(treeForTest('intel-hybrid'))).lively();
    await run.nextSamples(5);
    process.kill(await helperPid(run.runtimeDir), 'SIGKILL');
    await until(
      'a second hello',
      () => run.hellos.length,
      count => count === 2,
    );
    // Held-back batches would come every 10 s; lively ones come one by one for longer than the 5 s after a start.
    const before = run.batches.length;
    await until(
      'lively samples',
      () => run.batches.length - before,
      count => count > 140,
    );
  });

  it('comes back from a helper that is killed again and again', async () => {
    const run = await helperForTest(treeForTest('amd-pstate-epp'));
    for (let i = 2; i <= 4; i++) {
      process.kill(await helperPid(run.runtimeDir), 'SIGKILL');
      await until(
        'another hello',
        () => run.hellos.length,
        count => count === i,
      );
    }
    expect(run.lost).toHaveLength(3);
    expect(await run.set({ 'policy0.max_freq': 1_000_000 })).toEqual({ 'policy0.max_freq': { value: 1_000_000 } });
  });

  it('stop restores, may be called twice, and leaves no process', async () => {
    const tree = treeForTest('intel-hybrid');
    const before = tree.settings();
    const run = await helperForTest(tree, { injector: injectorForTest(tree) });
    await run.set({ 'policy0.max_freq': 1_000_000 });
    const pid = await helperPid(run.runtimeDir);
    await Promise.all([run.machine.stop(), run.machine.stop()]);
    await run.machine.stop();
    expect(runs(pid)).toBe(false);
    expect(tree.settings()).toEqual(before);
    expect(run.lost).toEqual([]);
  });

  it('stop of a helper that hangs kills it, and the next one puts back', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = await helperForTest(tree);
    await run.set({ 'policy0.max_freq': 1_000_000 });
    const pid = await helperPid(run.runtimeDir);
    process.kill(pid, 'SIGSTOP');
    await run.machine.stop();
    expect(runs(pid)).toBe(false);
    const next = await helperForTest(tree, { runtimeDir: run.runtimeDir });
    expect(tree.read(policyFile(0, 'scaling_max_freq'))).toBe('4700000');
    expect(next.hello.baseline).toEqual({});
  });
});
