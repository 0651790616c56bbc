import { describe, expect, it } from 'vitest';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { helperForTest } from '../fixtures/helper.js';
import { rw } from '../fixtures/trees/entry.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile } from '../fixtures/trees/tree.js';

const global = 'sys/devices/system/cpu/cpufreq/boost';
const noTurbo = 'sys/devices/system/cpu/intel_pstate/no_turbo';

describe("boost absent, global, per policy or intel's inverted one (auto-cpufreq #602 #666 #667)", () => {
  it('absent: told as missing, no control', async () => {
    const run = await helperForTest(treeForTest('desktop-mouse'));
    expect(run.hello.controls.filter(c => c.unit === 'bool')).toEqual([]);
    expect(run.hello.missing.map(m => m.what)).toContain('boost');
  });

  it('intel: 1 is on, whatever the polarity of the file', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = (await helperForTest(tree)).lively();
    expect(await run.set({ boost: 0 })).toEqual({ boost: { value: 0 } });
    expect(tree.read(noTurbo)).toBe('1');
    await run.until('boost', on => on === 0);
    await run.machine.restore();
    expect(tree.read(noTurbo)).toBe('0');
  });

  it('per policy through cpb, beside the global file', async () => {
    const tree = treeForTest('amd-acpi-cpufreq');
    const run = await helperForTest(tree);
    expect(await run.set({ 'policy2.boost': 0 })).toEqual({ 'policy2.boost': { value: 0 } });
    expect([0, 1, 2, 3].map(id => tree.read(policyFile(id, 'cpb')))).toEqual(['1', '1', '0', '1']);
    expect(tree.read(global)).toBe('1');
  });

  it('per policy alone', async () => {
    const tree = treeForTest('amd-pstate-epp');
    tree.remove(global);
    const run = await helperForTest(tree);
    expect(run.control('boost')).toBeUndefined();
    expect(await run.set({ 'policy1.boost': 0 })).toEqual({ 'policy1.boost': { value: 0 } });
    expect(tree.read(policyFile(1, 'boost'))).toBe('0');
  });

  it('per policy while the global one is off: EINVAL is a result (FIELD-GUIDE 1.7)', async () => {
    const tree = treeForTest('amd-pstate-epp');
    const run = await helperForTest(tree, {
      injector: injectorForTest(tree, [`refuse write ${policyFile(0, 'boost')} EINVAL while ${global} 0`]),
    });
    const results = await run.set({ boost: 0, 'policy0.boost': 0 });
    expect(results).toMatchObject({ boost: { value: 0 }, 'policy0.boost': { errno: 'EINVAL' } });
  });
});

describe("boost rewrites limits (≤ 6.12: the user's maximum)", () => {
  it('so a maximum of ours is written again after it', async () => {
    const tree = treeForTest('amd-acpi-cpufreq');
    const injector = injectorForTest(tree);
    const run = await helperForTest(tree, { injector });
    await run.set({ 'policy0.max_freq': 2_800_000 });
    injector.forget();
    await run.set({ boost: 0, 'policy0.max_freq': 2_800_000 });
    const paths = injector.writes().map(w => w.path);
    expect(paths.indexOf(policyFile(0, 'scaling_max_freq'))).toBeGreaterThan(paths.indexOf(global));
  });

  it('so a restore puts boost back first and then every maximum that was changed', async () => {
    const tree = treeForTest('amd-acpi-cpufreq');
    const injector = injectorForTest(tree);
    const run = await helperForTest(tree, { injector });
    await run.set({ boost: 0, 'policy0.max_freq': 2_200_000 });
    injector.forget();
    await run.machine.restore();
    const paths = injector.writes().map(w => w.path);
    expect(paths[0]).toBe(global);
    expect(paths).toContain(policyFile(0, 'scaling_max_freq'));
  });
});

describe('a crippled maximum must not become the baseline', () => {
  /** The value a restore would write, as the engine sees it in a hello after the write. */
  async function recorded(tree: ReturnType<typeof treeForTest>): Promise<unknown> {
    const run = await helperForTest(tree);
    await run.set({ 'policy0.max_freq': 1_000_000 });
    return (JSON.parse(run.baselineText() ?? '{}') as { values: Record<string, unknown> }).values['policy0.max_freq'];
  }

  it("no_turbo=1 had shrunk it: unlimited, and a restore writes the hardware's maximum (TLP #570)", async () => {
    const tree = treeForTest('intel-hybrid');
    tree.write(noTurbo, 1);
    tree.write(policyFile(0, 'scaling_max_freq'), 2_100_000);
    const run = await helperForTest(tree);
    await run.set({ 'policy0.max_freq': 1_000_000 });
    expect(run.baselineText()).toContain('"unlimited"');
    await run.machine.restore();
    expect(tree.read(policyFile(0, 'scaling_max_freq'))).toBe('4700000');
  });

  it("no_turbo=1 shrank the hardware's maximum as well: what is greatest when restoring counts (TLP #570)", async () => {
    const tree = treeForTest('intel-hybrid');
    tree.write(noTurbo, 1);
    for (const attribute of ['scaling_max_freq', 'cpuinfo_max_freq']) tree.write(policyFile(0, attribute), 2_100_000);
    const run = await helperForTest(tree);
    await run.set({ 'policy0.max_freq': 1_000_000, boost: 1 });
    // The kernel raises cpuinfo_max_freq when turbo is allowed; someone turned it on for good.
    tree.write(policyFile(0, 'cpuinfo_max_freq'), 4_700_000);
    await run.machine.restore();
    expect(Number(tree.read(policyFile(0, 'scaling_max_freq')))).toBeGreaterThanOrEqual(2_100_000);
    expect(tree.read(noTurbo)).toBe('1');
  });

  it('a Processor cooling state above 0 holds it down', async () => {
    const tree = treeForTest('intel-hybrid');
    tree.write('sys/class/thermal/cooling_device2/cur_state', 2);
    expect(await recorded(tree)).toBe('unlimited');
  });

  it('a fan that turns does not', async () => {
    const tree = treeForTest('intel-hybrid');
    tree.write('sys/class/thermal/cooling_device8/cur_state', 1);
    expect(await recorded(tree)).toBe(4_700_000);
  });

  it("bios_limit below the hardware's maximum holds it down", async () => {
    const tree = treeForTest('desktop-mouse');
    tree.add({ [policyFile(0, 'bios_limit')]: rw(1_600_000) });
    expect(await recorded(tree)).toBe('unlimited');
  });

  it('boost that is off holds it down', async () => {
    const tree = treeForTest('amd-pstate-epp');
    tree.write(global, 0);
    expect(await recorded(tree)).toBe('unlimited');
  });

  it('a maximum that its user lowered is kept as it is', async () => {
    const tree = treeForTest('intel-hybrid');
    tree.write(policyFile(0, 'scaling_max_freq'), 3_000_000);
    expect(await recorded(tree)).toBe(3_000_000);
  });
});
