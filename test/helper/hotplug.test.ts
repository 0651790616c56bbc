import { describe, expect, it } from 'vitest';
import { injectorForTest } from '../fixtures/errno/injector.js';
import { helperForTest } from '../fixtures/helper.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

describe('CPU hotplug', () => {
  const offline = `refuse io ${policyFile(3, '*')} EBUSY`;

  it('a CPU that goes offline is a new hello; it comes back with another', async () => {
    const tree = treeForTest('intel-hybrid');
    const injector = injectorForTest(tree);
    const run = (await helperForTest(tree, { injector })).lively();
    injector.rules([offline]);
    tree.offline(3, '0-2,4-7');
    await until(
      'an offline CPU',
      () => run.hello.topology.cpus[3]?.online,
      online => online === false,
    );
    expect(run.hello.topology.policies[3]).toMatchObject({
      id: 3,
      cpus: [3],
      online: [],
      driver: 'intel_pstate',
      hw_max: 4_700_000,
    });
    expect(run.control('policy3.max_freq')).toMatchObject({
      writable: false,
      value: null,
      why: expect.stringContaining('offline'),
    });
    expect(run.control('policy2.max_freq')).toMatchObject({ writable: true });
    await run.until('policy3.max_freq', khz => Number.isNaN(khz));
    expect(run.value('cpu3.busy')).toBeNaN();
    expect(run.value('policy2.max_freq')).toBe(4_700_000);

    injector.rules([]);
    tree.write('sys/devices/system/cpu/online', '0-7');
    tree.write('sys/devices/system/cpu/cpu3/online', 1);
    await until(
      'it is back',
      () => run.control('policy3.max_freq')?.writable,
      writable => writable === true,
    );
    expect(await run.set({ 'policy3.max_freq': 1_000_000 })).toEqual({ 'policy3.max_freq': { value: 1_000_000 } });
    expect(run.lost).toEqual([]);
  });

  it('what was set before stays ours: the rest is put back at once, the offline policy when it returns', async () => {
    const tree = treeForTest('intel-hybrid');
    const before = tree.settings();
    const injector = injectorForTest(tree);
    const run = (await helperForTest(tree, { injector })).lively();
    await run.set({ 'policy0.max_freq': 1_000_000, 'policy3.max_freq': 1_000_000 });
    injector.rules([offline]);
    tree.offline(3, '0-2,4-7');
    await until(
      'an offline CPU',
      () => run.hello.topology.cpus[3]?.online,
      online => online === false,
    );
    await run.machine.restore();
    expect(tree.read(policyFile(0, 'scaling_max_freq'))).toBe('4700000');
    expect(run.baselineText()).toContain('policy3.max_freq');

    injector.rules([]);
    tree.write('sys/devices/system/cpu/online', '0-7');
    tree.write('sys/devices/system/cpu/cpu3/online', 1);
    await until(
      'put back',
      () => tree.read(policyFile(3, 'scaling_max_freq')),
      khz => khz === '4700000',
    );
    await until(
      'the baseline is gone',
      () => run.baselineText(),
      text => text === undefined,
    );
    expect([...tree.settings()].filter(([path, text]) => before.get(path) !== text)).toEqual([]);
  });

  it('counters go on: busy time does not go back over a new description', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = (await helperForTest(tree)).lively();
    tree.pass(100, () => 0.5);
    await run.until('cpu0.busy', ns => ns === 50e9);
    tree.offline(3, '0-2,4-7');
    await until(
      'an offline CPU',
      () => run.hello.topology.cpus[3]?.online,
      online => online === false,
    );
    tree.pass(10, () => 0.5);
    await run.until('cpu0.busy', ns => ns === 55e9);
  });
});

describe('files that vanish', () => {
  it('a driver that is unregistered: a new hello without its policies, and no crash', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = (await helperForTest(tree, { injector: injectorForTest(tree) })).lively();
    await run.set({ 'policy0.max_freq': 1_000_000 });
    for (const id of [0, 1, 2, 3, 4, 5, 6, 7]) tree.remove(`sys/devices/system/cpu/cpufreq/policy${id}`);
    await until(
      'no policies',
      () => run.hello.topology.policies.length,
      count => count === 0,
    );
    expect(run.hello.missing.map(m => m.what)).toContain('cpufreq');
    expect(await run.set({ 'policy0.max_freq': 2_000_000 })).toMatchObject({ 'policy0.max_freq': { errno: 'ENOENT' } });
    expect(run.lost).toEqual([]);
  });

  it('a policy that vanishes between hello and set is a result (power-profiles-daemon and watt, reproduced)', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = await helperForTest(tree, { injector: injectorForTest(tree) });
    tree.remove('sys/devices/system/cpu/cpufreq/policy5');
    const results = await run.set({ 'policy5.max_freq': 1_000_000, 'policy6.max_freq': 1_000_000 });
    expect(results).toMatchObject({
      'policy5.max_freq': { errno: expect.stringMatching(/^EN/) },
      'policy6.max_freq': { value: 1_000_000 },
    });
  });

  it.each([
    ['a thermal zone', 'sys/devices/virtual/thermal/thermal_zone1', 'zone.acpitz.1.temp'],
    ['a RAPL zone', 'sys/devices/virtual/powercap/intel-rapl/intel-rapl:0', 'package0.energy'],
    ['a battery', 'sys/devices/platform/supplies/power_supply/BAT0', 'supply.BAT0.power'],
    ['/proc/stat', 'proc/stat', 'cpu0.busy'],
    ['pressure', 'proc/pressure', 'psi.cpu.some'],
  ])('%s: its signals are missing, the others stay', async (_, path, signal) => {
    const tree = treeForTest('intel-hybrid');
    const run = (await helperForTest(tree, { injector: injectorForTest(tree) })).lively();
    await run.until(signal, value => !Number.isNaN(value));
    tree.remove(path);
    await until(
      `${signal} is gone`,
      () => run.value(signal),
      value => value === undefined || Number.isNaN(value),
    );
    await run.nextSamples(2);
    expect(run.value('zone.x86_pkg_temp.temp')).toBe(52);
    expect(run.lost).toEqual([]);
  });

  it('a file that is replaced is read anew', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = (await helperForTest(tree, { injector: injectorForTest(tree) })).lively();
    const path = 'sys/devices/virtual/thermal/thermal_zone1/temp';
    tree.remove(path);
    tree.add({ [path]: { text: '61000\n', mode: 0o444 } });
    await run.until('zone.acpitz.1.temp', celsius => celsius === 61);
  });
});
