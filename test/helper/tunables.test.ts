import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { type HelperRun, helperForTest } from '../fixtures/helper.js';
import { folderForTest } from '../fixtures/scratch.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { tunables, tunablesFolder, withKernelGovernor } from '../fixtures/trees/kernel-governor.js';
import { bootId } from '../fixtures/trees/proc.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { patience, until } from '../rig/poll.js';

const all = [0, 1, 2, 3];
const governor = (policy: number): string => policyFile(policy, 'scaling_governor');

/** A machine with the module; all policies have its governor where `found`. */
function loaded(found = false, apart = false): Tree {
  const tree = treeForTest('amd-acpi-cpufreq');
  if (found) for (const id of all) tree.write(governor(id), 'lattice');
  withKernelGovernor(tree, all, apart);
  return tree;
}

const described = (run: HelperRun, name: string): Promise<unknown> =>
  until(
    name,
    () => run.control(name)?.value,
    value => value !== undefined,
  );
const baselineOf = (run: HelperRun): unknown => JSON.parse(run.baselineText() ?? '{}').values;

describe('what is set of the kernel’s governor', () => {
  it('comes and goes with the governor, one control for all policies where they share it', async () => {
    const run = (await helperForTest(loaded())).lively();
    expect(run.control('policy0.governor')?.choices).toEqual(['performance', 'schedutil', 'lattice']);
    expect(run.control('young_percent')).toBeUndefined();
    await run.set({ 'policy0.governor': 'lattice', 'policy1.governor': 'lattice' });
    await described(run, 'young_us');
    expect(run.hello.controls.filter(c => c.role.startsWith('young_') || c.role.endsWith('rate_us'))).toMatchObject([
      { name: 'young_percent', scope: 'machine', unit: 'percent', min: 10, max: 100, value: 75, writable: true },
      { name: 'young_us', min: 0, max: 64_000, value: 8000 },
      { name: 'rate_us', min: 500, max: 2000, value: 1000 },
    ]);
    expect(await run.set({ young_percent: 9, young_us: 64_001, pace_percent: 60 })).toMatchObject({
      young_percent: { errno: 'ERANGE' },
      young_us: { errno: 'ERANGE' },
      pace_percent: { value: 60 },
    });
    await run.set({ 'policy0.governor': 'schedutil', 'policy1.governor': 'schedutil' });
    await until(
      'no tunables',
      () => run.control('young_percent'),
      control => control === undefined,
    );
  });

  it('is a policy’s own where the driver has policies apart', async () => {
    const tree = loaded(false, true);
    const run = (await helperForTest(tree)).lively();
    await run.set({ 'policy1.governor': 'lattice' });
    await described(run, 'policy1.young_percent');
    expect(run.control('policy0.young_percent')).toBeUndefined();
    await run.set({ 'policy1.young_percent': 50 });
    expect(tree.read(`${tunablesFolder(1)}/young_percent`)).toBe('50');
  });

  it('is found when it comes after the governor is seen', async () => {
    const tree = treeForTest('amd-acpi-cpufreq');
    tree.write(governor(0), 'lattice');
    const run = (await helperForTest(tree)).lively();
    expect(run.control('young_us')).toBeUndefined();
    tree.add(tunables(tunablesFolder()));
    expect(await described(run, 'young_us')).toBe(8000);
  });

  it('a module that is loaded later is a new hello', async () => {
    const tree = treeForTest('amd-acpi-cpufreq');
    const run = (await helperForTest(tree)).lively();
    withKernelGovernor(tree, all);
    await until(
      'the governor',
      () => run.control('policy0.governor')?.choices,
      choices => choices?.includes('lattice') === true,
    );
  });
});

describe('a restore', () => {
  it('puts back the governor alone where the tunables came with ours', async () => {
    const tree = loaded();
    const run = (await helperForTest(tree)).lively();
    await run.set({ 'policy0.governor': 'lattice' });
    await described(run, 'young_percent');
    await run.set({ young_percent: 60, young_us: 3000 });
    expect(baselineOf(run)).toEqual({ 'policy0.governor': 'schedutil' });
    const { results } = await run.machine.restore();
    expect(results).toEqual({ 'policy0.governor': { value: 'schedutil' } });
    expect(tree.read(governor(0))).toBe('schedutil');
  });

  it('puts back tunables where they were found, the lease’s end too', async () => {
    const tree = loaded(true);
    tree.write(`${tunablesFolder()}/young_percent`, 33);
    const run = await helperForTest(tree);
    await run.set({ young_percent: 60, young_us: 3000 }, 1);
    expect(baselineOf(run)).toEqual({ young_percent: 33, young_us: 8000 });
    await until(
      'restored',
      () => run.restored.at(-1)?.why,
      why => why === 'lease',
    );
    expect(tree.read(`${tunablesFolder()}/young_percent`)).toBe('33');
    expect(tree.read(`${tunablesFolder()}/young_us`)).toBe('8000');
  });

  it('of a governor that was found takes all of its tunables with it, after it', async () => {
    const tree = loaded(true, true);
    tree.write(`${tunablesFolder(1)}/tau_us`, 20_000);
    const injector = injectorForTest(tree);
    const run = (await helperForTest(tree, { injector })).lively();
    await run.set({ 'policy1.governor': 'schedutil' });
    expect(baselineOf(run)).toMatchObject({
      'policy1.governor': 'lattice',
      'policy1.tau_us': 20_000,
      'policy1.young_us': 8000,
    });
    await until(
      'no tunables',
      () => run.control('policy1.young_us'),
      control => control === undefined,
    );
    // The kernel has them before the write of the governor returns; the fake tree does not.
    tree.add({ [`${tunablesFolder(1)}/tau_us`]: { text: '50000\n', mode: 0o644 } });
    injector.forget();
    const { results } = await run.machine.restore();
    expect(results).toEqual({ 'policy1.governor': { value: 'lattice' } });
    expect(tree.read(`${tunablesFolder(1)}/tau_us`)).toBe('20000');
    const written = injector.writes().map(w => w.path.split('/').slice(-2).join('/'));
    expect(written.indexOf('policy1/scaling_governor')).toBeLessThan(written.indexOf('lattice/tau_us'));
  });
});

describe('--restore after a crash', () => {
  const restored = (tree: Tree, values: object) => {
    const runtimeDir = folderForTest('run');
    writeFileSync(join(runtimeDir, 'baseline.json'), JSON.stringify({ boot_id: bootId, values }));
    const args = ['--restore', '--root', tree.root, '--runtime-dir', runtimeDir];
    return spawnSync(helperPath(), args, { encoding: 'utf8', timeout: patience });
  };

  it('puts tunables back, and one that is gone is no failure', () => {
    const tree = loaded(true);
    const found = { young_percent: 33, 'policy2.young_us': 4000 };
    expect(restored(tree, found)).toMatchObject({ status: 0, stderr: '' });
    expect(tree.read(`${tunablesFolder()}/young_percent`)).toBe('33');
  });

  it('writes no value that is none', () => {
    const { status, stderr } = restored(loaded(), { young_percent: '../x', 'policy2.young_us': -1 });
    expect(status).toBe(1);
    expect(stderr).toMatch(/young_percent.*\n.*policy2\.young_us/);
  });
});
