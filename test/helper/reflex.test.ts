import { describe, expect, it } from 'vitest';
import { factsOf } from '../../src/model/names.js';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { eventually } from '../fixtures/eventually.js';
import { type HelperRun, helperForTest } from '../fixtures/helper.js';
import { kernelTellsAges, withKernelBusy } from '../fixtures/kernel-busy.js';
import { helperPid } from '../fixtures/process.js';
import { ro, rw } from '../fixtures/trees/entry.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';

const max = policyFile(63, 'scaling_max_freq');
const min = policyFile(63, 'scaling_min_freq');

/** A CPU that no machine of ours has is idle for ever: its policy stays young. */
async function youngPolicy(rules: readonly string[] = []): Promise<{ tree: Tree; run: HelperRun }> {
  const tree = treeForTest('big', 64);
  const { wrapper } = injectorForTest(tree, rules);
  const run = await helperForTest(tree, { program: withKernelBusy(wrapper) });
  return { tree, run };
}

const cooling = 'sys/class/thermal/cooling_device0';
const listedCooling = { [`${cooling}/type`]: ro('Processor'), [`${cooling}/cur_state`]: rw(0) };

const on = { 'policy63.start_max_freq': 1_500_000, 'policy63.raise_ms': 12 };

it('without BPF there is no reflex, and nothing more is missing than before', async () => {
  const { hello } = await helperForTest(treeForTest('amd-pstate-epp'));
  expect(hello.controls.filter(c => c.role === 'raise_ms')).toEqual([]);
  expect(hello.signals.filter(s => s.role === 'young')).toEqual([]);
  expect(hello.missing.map(m => m.what)).not.toContain('reflex');
});

describe.skipIf(!kernelTellsAges())('the reflex, where the kernel tells ages', () => {
  it('is offered with its range, off, and its signals wake nobody', async () => {
    const { run } = await youngPolicy();
    const { hello } = run;
    const limits = run.control('policy63.max_freq');
    expect(run.control('policy63.start_max_freq')).toMatchObject({ unit: 'kHz', min: limits?.min, max: limits?.max });
    expect(run.control('policy63.start_min_freq')).toMatchObject({ value: limits?.min, writable: true });
    expect(run.control('policy63.raise_ms')).toMatchObject({ unit: 'ms', min: 0, max: 1000, value: 0 });
    const counters = hello.signals.filter(s => s.scope === 'policy63' && s.kind === 'counter');
    expect(counters.map(s => [s.name, s.unit, s.band])).toEqual([
      ...[1, 2, 4, 8, 16, 32, 64].map(ms => [`policy63.young_${ms}ms`, 'ns', undefined]),
      ['policy63.raises', 'count', undefined],
      ['policy63.raised', 'ns', undefined],
      ['policy63.spared', 'count', undefined],
    ]);
    for (const { name, role, scope } of [...hello.signals, ...hello.controls])
      expect({ name, role, scope }).toEqual({ name, ...factsOf(name) });
  });

  it('is not offered for a policy with a CPU that may run without ticks, and the machine says so', async () => {
    const tree = treeForTest('big', 64);
    tree.add({ 'sys/devices/system/cpu/nohz_full': ro('62-63') });
    const run = await helperForTest(tree, { program: withKernelBusy() });
    const offered = run.hello.controls.filter(c => c.role === 'raise_ms').map(c => c.scope);
    expect(offered).toContain('policy61');
    expect(offered).not.toContain('policy62');
    expect(offered).not.toContain('policy63');
    expect(run.hello.missing.filter(m => m.what === 'reflex').map(m => m.why)).toEqual([
      expect.stringMatching(/^2 policies have CPUs in nohz_full/),
    ]);
    expect(run.control('policy63.max_freq')?.writable).toBe(true);
  });

  it('where the kernel knows no nohz_full, or has none, it is offered for all', async () => {
    for (const none of ['', '(null)']) {
      const tree = treeForTest('big', 4);
      tree.add({ 'sys/devices/system/cpu/nohz_full': ro(none) });
      const { hello } = await helperForTest(tree, { program: withKernelBusy() });
      expect(hello.controls.filter(c => c.role === 'raise_ms').length, none).toBe(4);
      expect(hello.missing.map(m => m.what)).not.toContain('reflex');
    }
  });

  it('looks at cooling devices when a maximum is recorded first, and not at each change of the age', async () => {
    const tree = treeForTest('big', 64);
    tree.add(listedCooling);
    const injector = injectorForTest(tree, [`note ${cooling}/cur_state`]);
    const run = await helperForTest(tree, { program: withKernelBusy(injector.wrapper) });
    const looks = (): number => injector.attempts().filter(a => a.what === 'read').length;
    const before = looks();
    await run.set(on);
    const first = looks();
    expect(first).toBeGreaterThan(before);
    for (const ms of [13, 14, 0, 15]) await run.set({ 'policy63.raise_ms': ms });
    expect(looks()).toBe(first);
  });

  it('a clock held down by cooling below the start keeps no request at the start', async () => {
    const tree = treeForTest('big', 64);
    tree.add(listedCooling);
    const injector = injectorForTest(tree);
    const run = await helperForTest(tree, { program: withKernelBusy(injector.wrapper) });
    run.lively();
    await run.set({ ...on, 'policy63.max_freq': 2_400_000 });
    // The kernel shows the lowest of all requests, and keeps ours.
    injector.rules([`store ${max} 2400000 1100000`]);
    tree.write(`${cooling}/cur_state`, 1);
    tree.write(max, 1_100_000);
    const held = { what: 'policy63.raise_ms', why: expect.stringMatching(/cooling or firmware/) };
    await eventually(() => expect(run.notices).toEqual([held]));
    const written = injector.writes().filter(a => a.path === max);
    expect(written.map(a => a.value).at(-1)).toBe('2400000');
    await run.until('policy63.raise_ms', value => value === 0);
  });

  it('a lower limit that somebody writes while a cooling device acts stays theirs', async () => {
    const { tree, run } = await youngPolicy();
    tree.add(listedCooling);
    run.lively();
    await run.set({ ...on, 'policy63.max_freq': 2_400_000 });
    tree.write(`${cooling}/cur_state`, 1);
    tree.write(max, 1_100_000);
    const theirs = { what: 'policy63.raise_ms', why: expect.stringMatching(/1100000 kHz, which neither/) };
    await eventually(() => expect(run.notices).toEqual([theirs]));
    expect(tree.read(max)).toBe('1100000');
    await run.until('policy63.max_freq', value => value === 1_100_000);
  });

  it('holds the start limits in the files, shows the engine its own, and gives them back when it is switched off', async () => {
    const { tree, run } = await youngPolicy();
    const found = { min: Number(tree.read(min)), max: Number(tree.read(max)) };
    run.lively();
    expect(await run.set({ ...on, 'policy63.max_freq': 2_400_000 })).toEqual({
      'policy63.max_freq': { value: 2_400_000 },
      'policy63.start_max_freq': { value: 1_500_000 },
      'policy63.raise_ms': { value: 12 },
    });
    expect(tree.read(max)).toBe('1500000');
    expect(JSON.parse(run.baselineText() ?? '').values).toEqual({
      'policy63.max_freq': found.max,
      'policy63.min_freq': found.min,
    });
    expect(await run.until('policy63.max_freq', value => value === 2_400_000)).toBe(2_400_000);
    await run.set({ 'policy63.max_freq': 1_200_000 });
    expect(tree.read(max)).toBe('1200000');
    await run.set({ 'policy63.max_freq': 2_600_000, 'policy63.start_min_freq': 1_000_000 });
    expect([tree.read(min), tree.read(max)]).toEqual(['1000000', '1500000']);
    await run.set({ 'policy63.raise_ms': 0 });
    expect([tree.read(min), tree.read(max)]).toEqual([String(found.min), '2600000']);
    expect(run.notices).toEqual([]);
  });

  it('refuses what is out of range or upside down, and nothing is written', async () => {
    const { tree, run } = await youngPolicy();
    const before = tree.settings();
    const refused = async (values: Record<string, number>): Promise<unknown[]> =>
      Object.values(await run.set(values)).map(result => ('errno' in result ? result.errno : result.value));
    expect(await refused({ 'policy63.start_max_freq': 9_000_000, 'policy63.raise_ms': 1001 })).toEqual([
      'ERANGE',
      'ERANGE',
    ]);
    expect(await refused({ 'policy63.start_min_freq': 2_000_000, 'policy63.start_max_freq': 1_000_000 })).toEqual([
      'ERANGE',
      'ERANGE',
    ]);
    expect(await refused({ 'policy63.start_max_freq': 1_000_000 })).toEqual([1_000_000]);
    expect(await refused({ 'policy63.start_min_freq': 1_000_001 })).toEqual(['ERANGE']);
    expect(await refused({ 'policy63.raise_ms': 1.5 })).toEqual(['EINVAL']);
    expect(tree.settings()).toEqual(before);
    expect(run.baselineText()).toBeUndefined();
  });

  it('somebody else who writes the policy has it: the reflex ends, once, and leaves what they wrote', async () => {
    const { tree, run } = await youngPolicy();
    run.lively();
    await run.set({ ...on, 'policy63.max_freq': 2_400_000 });
    tree.write(max, 1_900_000);
    await run.until('policy63.raise_ms', value => value === 0);
    await run.until('policy63.max_freq', value => value === 1_900_000);
    await run.nextSamples(30);
    expect(tree.read(max)).toBe('1900000');
    expect(run.notices).toEqual([{ what: 'policy63.raise_ms', why: expect.stringMatching(/1900000 kHz/) }]);
    expect(await run.set({ 'policy63.raise_ms': 12 })).toMatchObject({ 'policy63.raise_ms': { errno: 'EBUSY' } });
  });

  it('the kernel may take its time to show a limit: that is nobody else', async () => {
    const { tree, run } = await youngPolicy(['settle */scaling_m*_freq 15']);
    run.lively();
    await run.set({ ...on, 'policy63.max_freq': 2_400_000 });
    for (const khz of [2_300_000, 1_300_000, 2_200_000]) {
      await run.set({ 'policy63.max_freq': khz });
      await run.nextSamples(2);
    }
    await run.nextSamples(25);
    expect(run.notices).toEqual([]);
    expect(tree.read(max)).toBe('1500000');
  });

  it('a driver that refuses the start limits keeps its policy raised, and says so once', async () => {
    const { tree, run } = await youngPolicy([`refuse write ${max} EIO`]);
    run.lively();
    const found = tree.read(max);
    await run.set(on);
    await eventually(() => expect(run.notices.map(n => n.why)).toEqual([expect.stringMatching(/refused/)]));
    await run.nextSamples(30);
    expect(tree.read(max)).toBe(found);
    expect(run.notices.length).toBeLessThanOrEqual(2);
  });

  it('CPUs that go offline take their policy along, and find its reflex on when they are back', async () => {
    const tree = treeForTest('big', 64);
    const injector = injectorForTest(tree);
    const run = await helperForTest(tree, { program: withKernelBusy(injector.wrapper) });
    run.lively();
    await run.set({ ...on, 'policy63.max_freq': 2_400_000 });
    injector.rules(['refuse io sys/devices/system/cpu/cpufreq/policy63/* EBUSY']);
    tree.offline(63, '0-62');
    await eventually(() => expect(run.control('policy63.raise_ms')?.writable).toBe(false));
    injector.rules([]);
    tree.write('sys/devices/system/cpu/online', '0-63');
    tree.write('sys/devices/system/cpu/cpu63/online', 1);
    await eventually(() => expect(run.control('policy63.raise_ms')).toMatchObject({ writable: true, value: 12 }));
    await eventually(() => expect(tree.read(max)).toBe('1500000'));
    await run.until('policy63.max_freq', value => value === 2_400_000);
    expect(run.notices).toEqual([]);
  });

  it('where the BPF program sees no switches any more the policies stay raised, and the controls are gone', async () => {
    const tree = treeForTest('big', 64);
    // A CPU that never ran anything, so its record cannot say that the helper runs there.
    const program = withKernelBusy(injectorForTest(tree).wrapper, 'LATTICE_INJECT_CPU=63');
    const run = await helperForTest(tree, { program });
    run.lively();
    await run.set({ ...on, 'policy63.max_freq': 2_400_000 });
    await eventually(() => expect(run.hello.missing.map(m => m.what)).toContain('reflex'));
    expect(run.hello.controls.filter(c => c.role === 'raise_ms')).toEqual([]);
    expect(tree.read(max)).toBe('2400000');
    expect(run.control('policy63.max_freq')?.value).toBe(2_400_000);
    expect(run.notices).toEqual([{ what: 'reflex', why: expect.stringMatching(/no more context switches/) }]);
    await run.machine.restore();
    expect(tree.read(max)).toBe(tree.read(policyFile(63, 'cpuinfo_max_freq')));
  });

  it('a restore, a lost lease and a killed helper bring back what was found, and no reflex', async () => {
    const { tree, run } = await youngPolicy();
    const before = tree.settings();
    await run.set(on);
    expect(tree.settings()).not.toEqual(before);
    await run.machine.restore();
    expect(tree.settings()).toEqual(before);
    run.lively();
    expect(await run.until('policy63.raise_ms', value => value === 0)).toBe(0);
    expect(await run.set(on, 1)).toMatchObject({ 'policy63.raise_ms': { value: 12 } });
    await eventually(() => expect(run.restored.map(r => r.why)).toContain('lease'));
    expect(tree.settings()).toEqual(before);
    await run.set(on);
    process.kill(await helperPid(run.runtimeDir), 'SIGKILL');
    await eventually(() => expect(run.hellos.length).toBe(2));
    expect(tree.settings()).toEqual(before);
    expect(run.control('policy63.raise_ms')?.value).toBe(0);
    expect(run.control('policy63.start_max_freq')?.value).toBe(run.control('policy63.max_freq')?.max);
  });
});
