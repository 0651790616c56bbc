import { describe, expect, it } from 'vitest';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { helperForTest } from '../fixtures/helper.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile } from '../fixtures/trees/tree.js';

const max = (policy: number): string => policyFile(policy, 'scaling_max_freq');
const min = (policy: number): string => policyFile(policy, 'scaling_min_freq');

describe('set', () => {
  it('writes and answers with the value read back', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = await helperForTest(tree);
    const results = await run.set({
      'policy0.max_freq': 2_000_000,
      'policy4.epp': 'power',
      platform_profile: 'low-power',
    });
    expect(results).toEqual({
      'policy0.max_freq': { value: 2_000_000 },
      'policy4.epp': { value: 'power' },
      platform_profile: { value: 'low-power' },
    });
    expect(tree.read(max(0))).toBe('2000000');
    expect(tree.read(policyFile(4, 'energy_performance_preference'))).toBe('power');
    expect(tree.read('sys/firmware/acpi/platform_profile')).toBe('low-power');
  });

  it('answers with what the kernel made of it: rounded down to the table (FIELD-GUIDE 1.3)', async () => {
    const tree = treeForTest('amd-acpi-cpufreq');
    const injector = injectorForTest(tree, [`down */scaling_max_freq 2200000 2800000 3600000`]);
    const run = await helperForTest(tree, { injector });
    expect(await run.set({ 'policy1.max_freq': 3_000_000 })).toEqual({ 'policy1.max_freq': { value: 2_800_000 } });
  });

  it('waits until the kernel has applied a limit: the write returns before (FIELD-GUIDE 1.3)', async () => {
    const tree = treeForTest('intel-server');
    const injector = injectorForTest(tree, ['settle */scaling_m*_freq 20']);
    const run = await helperForTest(tree, { injector });
    const values = { 'policy0.max_freq': 1_500_000, 'policy5.min_freq': 1_000_000 };
    expect(await run.set(values)).toEqual({
      'policy0.max_freq': { value: 1_500_000 },
      'policy5.min_freq': { value: 1_000_000 },
    });
  });

  it('writes nothing that is already so', async () => {
    const tree = treeForTest('intel-hybrid');
    const injector = injectorForTest(tree);
    const run = await helperForTest(tree, { injector });
    const values = { 'policy0.max_freq': 3_000_000, 'policy0.epp': 'balance_performance', boost: 1 };
    const first = await run.set(values);
    expect(injector.writes().map(w => w.path)).toEqual([max(0)]);
    injector.forget();
    expect(await run.set(values)).toEqual(first);
    expect(injector.attempts()).toEqual([]);
  });

  it('writes a clamped value only once, however often it is asked for', async () => {
    const tree = treeForTest('amd-acpi-cpufreq');
    const injector = injectorForTest(tree, [`down */scaling_max_freq 2200000 2800000 3600000`]);
    const run = await helperForTest(tree, { injector });
    for (let i = 0; i < 4; i++) await run.set({ 'policy0.max_freq': 3_000_000 });
    expect(injector.writes()).toHaveLength(1);
  });
});

describe('the order of writes (FIELD-GUIDE 11)', () => {
  const everything = {
    'package0.long_term.limit': 20_000_000,
    'policy0.min_freq': 800_000,
    'policy0.max_freq': 2_000_000,
    'policy0.epp': 'power',
    'policy0.governor': 'performance',
    boost: 0,
    platform_profile: 'low-power',
  };

  it("is that of safety, whatever the request's", async () => {
    const tree = treeForTest('intel-hybrid');
    const injector = injectorForTest(tree);
    const run = await helperForTest(tree, { injector });
    await run.set(everything);
    const order = injector.writes().map(w => w.path.split('/').at(-1));
    expect(order.slice(0, 4)).toEqual([
      'platform_profile',
      'no_turbo',
      'scaling_governor',
      'energy_performance_preference',
    ]);
    expect(order.at(-1)).toBe('constraint_0_power_limit_uw');
  });

  it('goes up with the maximum first and down with the minimum first', async () => {
    const tree = treeForTest('intel-hybrid');
    const injector = injectorForTest(tree);
    const run = await helperForTest(tree, { injector });
    await run.set({ 'policy0.min_freq': 500_000, 'policy0.max_freq': 1_000_000 });
    injector.forget();
    await run.set({ 'policy0.min_freq': 2_000_000, 'policy0.max_freq': 3_000_000 });
    expect(injector.writes().map(w => w.path)).toEqual([max(0), min(0)]);
    injector.forget();
    await run.set({ 'policy0.min_freq': 500_000, 'policy0.max_freq': 1_000_000 });
    expect(injector.writes().map(w => w.path)).toEqual([min(0), max(0)]);
  });

  it('never lets the minimum pass the maximum on the way: a stale minimum comes back by itself', async () => {
    const tree = treeForTest('intel-server');
    const injector = injectorForTest(tree);
    const run = await helperForTest(tree, { injector });
    for (const [low, high] of [
      [900, 1000],
      [2000, 3000],
      [2500, 3900],
      [800, 3900],
      [800, 800],
      [3900, 3900],
      [1000, 2000],
    ] as const) {
      await run.set({ 'policy2.min_freq': low * 1000, 'policy2.max_freq': high * 1000 });
    }
    const now = { min: 800_000, max: 3_900_000 };
    for (const { path, value } of injector.writes()) {
      now[path === min(2) ? 'min' : 'max'] = Number(value);
      expect(now.min).toBeLessThanOrEqual(now.max);
    }
  });
});

describe('what is refused before anything is written', () => {
  it.each([
    ['above the range', { 'policy4.max_freq': 4_700_000 }, 'ERANGE'],
    ['below the range', { 'policy0.min_freq': 0 }, 'ERANGE'],
    ['negative', { 'policy0.min_freq': -1 }, 'ERANGE'],
    ['beyond 64 bits', { 'policy0.max_freq': 1e300 }, 'EINVAL'],
    ['half a kHz', { 'policy0.max_freq': 1_000_000.5 }, 'EINVAL'],
    ['a number as text', { 'policy0.max_freq': '2000000' }, 'EINVAL'],
    ['a governor that is not offered', { 'policy0.governor': 'schedutil' }, 'EINVAL'],
    ['a raw preference', { 'policy0.epp': '128' }, 'EINVAL'],
    ['a preference as a number', { 'policy0.epp': 128 }, 'EINVAL'],
    ['an unknown profile', { platform_profile: 'turbo' }, 'EINVAL'],
    ['boost that is no bool', { boost: 2 }, 'ERANGE'],
    [
      "more power than the kernel's maximum, which would wrap to little",
      { 'package0.long_term.limit': 4_000_000_000 },
      'ERANGE',
    ],
    ['no power at all', { 'package0.long_term.limit': 0 }, 'ERANGE'],
    ['a control that is not there', { 'policy99.max_freq': 1_000_000 }, 'ENOENT'],
    ['a signal that is no control', { 'zone.acpitz.temp': 20 }, 'ENOENT'],
    ['a path', { '../../../etc/passwd': 1 }, 'ENOENT'],
    ['a path of the tree', { '/sys/devices/system/cpu/intel_pstate/status': 'off' }, 'ENOENT'],
    ['an empty name', { '': 1 }, 'ENOENT'],
    ['a very long name', { [`policy0.max_freq${'x'.repeat(100)}`]: 1_000_000 }, 'ENOENT'],
  ])('%s', async (_, values, errno) => {
    const tree = treeForTest('intel-hybrid');
    const before = tree.settings();
    const run = await helperForTest(tree);
    const results = await run.set(values);
    const [name = ''] = Object.keys(values);
    expect(Object.keys(results)).toEqual([name]);
    expect(results[name]).toMatchObject({ errno, why: expect.stringMatching(/\w+ \w+/) });
    expect(tree.settings()).toEqual(before);
    expect(run.baselineText()).toBeUndefined();
  });

  it('takes nothing from the good controls beside them', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = await helperForTest(tree);
    const results = await run.set({ 'policy0.max_freq': 1, nonsense: 1, 'policy1.max_freq': 2_000_000 });
    expect(results).toMatchObject({
      'policy0.max_freq': { errno: 'ERANGE' },
      nonsense: { errno: 'ENOENT' },
      'policy1.max_freq': { value: 2_000_000 },
    });
  });

  it('is told with the path and the value that was wanted', async () => {
    const run = await helperForTest(treeForTest('intel-hybrid'));
    const { 'policy0.max_freq': result } = await run.set({ 'policy0.max_freq': 1 });
    expect(result).toEqual({
      errno: 'ERANGE',
      path: `/${max(0)}`,
      wanted: 1,
      why: 'the kernel offers 400000 to 4700000 kHz',
    });
  });
});

describe('--read-only', () => {
  it('refuses every write and says so in the hello', async () => {
    const tree = treeForTest('intel-hybrid');
    const before = tree.settings();
    const run = await helperForTest(tree, { readOnly: true });
    expect(run.hello.readOnly).toBe(true);
    expect(run.hello.controls.filter(c => c.writable || c.why === undefined)).toEqual([]);
    const results = await run.set({ 'policy0.max_freq': 1_000_000, 'policy0.epp': 'power' });
    expect(results).toMatchObject({ 'policy0.max_freq': { errno: 'EROFS' }, 'policy0.epp': { errno: 'EROFS' } });
    expect(tree.settings()).toEqual(before);
    expect(run.baselineText()).toBeUndefined();
  });
});
