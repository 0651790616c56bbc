import { describe, expect, it } from 'vitest';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { helperForTest } from '../fixtures/helper.js';
import { biasFile, energyBias } from '../fixtures/trees/energy-bias.js';
import { epp, reportedTree } from '../fixtures/trees/machines/reported.js';
import type { Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

const old = { count: 4, driver: 'intel_pstate', hardware: [800_000, 3_500_000] } as const;
const all = (tree: Tree) => [0, 1, 2, 3].map(cpu => (tree.exists(biasFile(cpu)) ? tree.read(biasFile(cpu)) : 'gone'));
const both = { 'cpu0.epb': 15, 'cpu3.epb': 15 };

/** cpu3 leaves with its file, as the kernel has it; it comes back with the value that it had. */
function leave(tree: Tree): () => void {
  const kept = tree.read(biasFile(3));
  tree.offline(3, '0-2');
  tree.remove(biasFile(3));
  return () => {
    tree.add({ [biasFile(3)]: { text: `${kept}\n`, mode: 0o644 } });
    tree.write('sys/devices/system/cpu/online', '0-3');
    tree.write('sys/devices/system/cpu/cpu3/online', 1);
  };
}

describe('energy bias (EPB)', () => {
  it('is set and read back CPU by CPU, within 0 to 15, and put back', async () => {
    const tree = reportedTree(old, energyBias(4));
    tree.write(biasFile(3), 0);
    const run = await helperForTest(tree);
    expect(run.control('cpu3.epb')).toMatchObject({
      role: 'epb',
      scope: 'cpu3',
      min: 0,
      max: 15,
      value: 0,
      writable: true,
    });
    expect(await run.set(both)).toEqual({ 'cpu0.epb': { value: 15 }, 'cpu3.epb': { value: 15 } });
    expect(await run.set({ 'cpu1.epb': 16, 'cpu2.epb': 'power' })).toMatchObject({
      'cpu1.epb': { errno: 'ERANGE', why: 'the kernel offers 0 to 15 epb' },
      'cpu2.epb': { errno: 'EINVAL' },
    });
    expect(all(tree)).toEqual(['15', '6', '6', '15']);
    await run.machine.restore();
    expect(all(tree)).toEqual(['6', '6', '6', '0']);
  });

  it('of CPUs that share a register is put back though the second was never written', async () => {
    const tree = reportedTree(old, energyBias(4));
    const run = await helperForTest(tree);
    await run.set({ 'cpu0.epb': 15 });
    // The register is the siblings'.
    tree.write(biasFile(1), 15);
    await run.set({ 'cpu0.epb': 15, 'cpu1.epb': 15 });
    await run.machine.restore();
    expect(tree.read(biasFile(0))).toBe('6');
  });

  it('is not offered where EPP governs: no file of it is written', async () => {
    const tree = reportedTree({ ...old, more: epp }, energyBias(4));
    const injector = injectorForTest(tree);
    const run = await helperForTest(tree, { injector });
    expect(run.hello.controls.filter(c => c.role === 'epb')).toEqual([]);
    expect(await run.set({ 'cpu0.epb': 15 })).toMatchObject({ 'cpu0.epb': { errno: 'ENOENT' } });
    expect(injector.attempts()).toEqual([]);
  });

  it('of a CPU that went offline is put back when it returns, which brings ours with it', async () => {
    const tree = reportedTree(old, energyBias(4));
    const run = (await helperForTest(tree)).lively();
    await run.set(both);
    const comeBack = leave(tree);
    await until(
      'an offline CPU',
      () => run.control('cpu3.epb')?.why,
      why => why === 'this CPU is offline',
    );
    await run.machine.restore();
    expect(all(tree)).toEqual(['6', '6', '6', 'gone']);
    expect(run.baselineText()).toContain('cpu3.epb');
    comeBack();
    await until(
      'put back',
      () => tree.read(biasFile(3)),
      bias => bias === '6',
    );
    await until(
      'the baseline is gone',
      () => run.baselineText(),
      text => text === undefined,
    );
  });

  it('of a CPU that comes online late is offered then', async () => {
    const tree = reportedTree(old, energyBias(4));
    const comeBack = leave(tree);
    const run = (await helperForTest(tree)).lively();
    expect(await run.set({ 'cpu3.epb': 15 })).toMatchObject({
      'cpu3.epb': { errno: 'EROFS', why: 'this CPU is offline' },
    });
    comeBack();
    await until(
      'writable',
      () => run.control('cpu3.epb')?.writable,
      writable => writable === true,
    );
    expect(await run.set({ 'cpu3.epb': 15 })).toEqual({ 'cpu3.epb': { value: 15 } });
  });
});
