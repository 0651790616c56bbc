import { describe, expect, it } from 'vitest';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { helperForTest } from '../fixtures/helper.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile } from '../fixtures/trees/tree.js';

describe('EPP under the performance governor is EBUSY (watt #46, auto-cpufreq #138 #927, TLP #557)', () => {
  const epp = policyFile(0, 'energy_performance_preference');
  const rule = `refuse write ${epp} EBUSY while ${policyFile(0, 'scaling_governor')} performance`;

  it('is a result, and everything else goes on', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = (await helperForTest(tree, { injector: injectorForTest(tree, [rule]) })).lively();
    tree.write(policyFile(0, 'scaling_governor'), 'performance');
    for (let i = 0; i < 5; i++) {
      const results = await run.set({
        'policy0.epp': 'power',
        'policy0.max_freq': 3_000_000 - i * 1000,
        'policy1.epp': 'power',
      });
      expect(results).toMatchObject({
        'policy0.epp': { errno: 'EBUSY', wanted: 'power', path: `/${epp}` },
        'policy0.max_freq': { value: 3_000_000 - i * 1000 },
        'policy1.epp': { value: 'power' },
      });
    }
    expect(run.lost).toEqual([]);
  });

  it('works again when the governor is gone, and is refused anew when it comes back', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = await helperForTest(tree, { injector: injectorForTest(tree, [rule]) });
    const governor = policyFile(0, 'scaling_governor');
    for (const now of ['performance', 'powersave', 'performance']) {
      tree.write(governor, now);
      const preference = now === 'powersave' ? 'balance_power' : 'power';
      const { 'policy0.epp': result } = await run.set({ 'policy0.epp': preference });
      expect(result).toMatchObject(now === 'powersave' ? { value: preference } : { errno: 'EBUSY' });
    }
  });
});

describe('one offline CPU does not fail the whole switch (power-profiles-daemon and watt, reproduced)', () => {
  it('its policy is refused, the others are written and put back', async () => {
    const tree = treeForTest('intel-hybrid');
    const before = tree.settings();
    const injector = injectorForTest(tree, [`refuse io ${policyFile(3, '*')} EBUSY`]);
    const run = await helperForTest(tree, { injector });
    const values = Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map(id => [`policy${id}.max_freq`, 1_000_000]));
    const results = await run.set(values);
    expect(
      Object.entries(results)
        .filter(([, r]) => 'errno' in r)
        .map(([name]) => name),
    ).toEqual(['policy3.max_freq']);
    expect(tree.read(policyFile(7, 'scaling_max_freq'))).toBe('1000000');
    await run.machine.restore();
    expect(tree.settings()).toEqual(before);
  });

  it('a policy that goes offline after it was written waits for its CPU, the others come back at once', async () => {
    const tree = treeForTest('intel-hybrid');
    const before = tree.settings();
    const injector = injectorForTest(tree);
    const run = await helperForTest(tree, { injector });
    await run.set({ 'policy0.max_freq': 1_000_000, 'policy3.max_freq': 1_000_000 });
    injector.rules([`refuse io ${policyFile(3, '*')} EBUSY`]);
    const { results } = await run.machine.restore();
    expect(results).toMatchObject({ 'policy0.max_freq': { value: 4_700_000 }, 'policy3.max_freq': { errno: 'EBUSY' } });
    // The kernel keeps our request while the CPU is away; the next restore finds it in the baseline.
    injector.rules([]);
    expect((await run.machine.restore()).results).toMatchObject({ 'policy3.max_freq': { value: 4_700_000 } });
    expect(tree.settings()).toEqual(before);
    expect(run.baselineText()).toBeUndefined();
  });
});

describe('no_turbo', () => {
  const noTurbo = 'sys/devices/system/cpu/intel_pstate/no_turbo';

  it('that refuses with EPERM is a result (TLP #824 #863)', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = await helperForTest(tree, { injector: injectorForTest(tree, [`refuse write ${noTurbo} EPERM`]) });
    for (let i = 0; i < 3; i++) {
      const results = await run.set({ boost: 0, 'policy2.max_freq': 3_000_000 + i });
      expect(results).toMatchObject({
        boost: { errno: 'EPERM', path: `/${noTurbo}` },
        'policy2.max_freq': { value: 3_000_000 + i },
      });
    }
  });

  it('that cannot be read (intel_pstate off: EAGAIN) is no boost at all', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = await helperForTest(tree, { injector: injectorForTest(tree, [`refuse read ${noTurbo} EAGAIN`]) });
    expect(run.control('boost')).toBeUndefined();
    expect(run.hello.missing.map(m => m.what)).toContain('boost');
  });
});

it.each([
  [
    'a RAPL limit that the BIOS locked',
    'package0.long_term.limit',
    20_000_000,
    '*/constraint_0_power_limit_uw',
    'ENODATA',
  ],
  ['a profile that the device does not take', 'platform_profile', 'low-power', '*/platform_profile', 'EOPNOTSUPP'],
  ['a limit that the kernel cannot parse', 'policy1.min_freq', 800_000, '*/policy1/scaling_min_freq', 'EINVAL'],
  ['a file system that is read-only', 'policy1.governor', 'performance', '*/policy1/scaling_governor', 'EROFS'],
])('%s is a result, and the others are written', async (_, name, value, glob, errno) => {
  const tree = treeForTest('intel-hybrid');
  const run = await helperForTest(tree, { injector: injectorForTest(tree, [`refuse write ${glob} ${errno}`]) });
  expect(await run.set({ [name]: value, 'policy7.max_freq': 2_000_000 })).toMatchObject({
    [name]: { errno, wanted: value },
    'policy7.max_freq': { value: 2_000_000 },
  });
  expect(run.lost).toEqual([]);
});

it('a file that the kernel offers for reading only is told as such, to root as well (FIELD-GUIDE 0)', async () => {
  const tree = treeForTest('amd-acpi-cpufreq');
  const path = policyFile(0, 'scaling_max_freq');
  const text = tree.read(path);
  tree.remove(path);
  tree.add({ [path]: { text: `${text}\n`, mode: 0o444 } });
  const run = await helperForTest(tree, { injector: injectorForTest(tree) });
  expect(run.control('policy0.max_freq')).toMatchObject({
    writable: false,
    why: expect.stringContaining('reading only'),
  });
  expect(await run.set({ 'policy0.max_freq': 2_800_000 })).toMatchObject({ 'policy0.max_freq': { errno: 'EROFS' } });
});

it('a sensor that fails with every errno there is never ends the helper', async () => {
  const tree = treeForTest('intel-hybrid');
  const injector = injectorForTest(tree);
  const run = (await helperForTest(tree, { injector })).lively();
  for (const errno of ['EIO', 'ENODATA', 'EAGAIN', 'EINVAL', 'EACCES', 'ENODEV', 'EMFILE']) {
    injector.rules([`refuse io sys/class/* ${errno}`, `refuse io proc/* ${errno}`]);
    await run.until('zone.acpitz.temp', celsius => Number.isNaN(celsius));
    await run.until('package0.energy', uj => Number.isNaN(uj));
    await run.until('psi.cpu.some', us => Number.isNaN(us));
    injector.rules([]);
    await run.until('zone.acpitz.temp', celsius => celsius === 27.8);
  }
  expect(run.lost).toEqual([]);
});
