import { describe, expect, it } from 'vitest';
import { factsOf } from '../../src/model/names.js';
import { type HelperRun, helperForTest } from '../fixtures/helper.js';
import { machineNames } from '../fixtures/trees/build-tree.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { zenTable } from '../fixtures/trees/machines/amd-acpi-cpufreq.js';
import { bootId } from '../fixtures/trees/proc.js';

const helloOf = async (...tree: Parameters<typeof treeForTest>): Promise<HelperRun> =>
  helperForTest(treeForTest(...tree));
const signals = (run: HelperRun): string[] => run.hello.signals.map(s => s.name);
const missing = (run: HelperRun): string[] => run.hello.missing.map(m => m.what);
const limits = { unit: 'kHz', writable: true } as const;

it.each(machineNames)('%s: every name is told once, and every control has a state of its own name', async name => {
  const { hello } = await helloOf(name);
  const names = hello.signals.map(s => s.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter(n => !/^[\w.:+-]+$/.test(n))).toEqual([]);
  const states = new Map(hello.signals.filter(s => s.kind === 'state').map(s => [s.name, s]));
  for (const control of hello.controls) expect(states.get(control.name)?.unit).toBe(control.unit);
  expect(hello).toMatchObject({ bootId, readOnly: false, baseline: {} });
  for (const { what, why } of hello.missing) expect(`${what}: ${why}`).toMatch(/^\S.*: \S+ \S+/);
});

it.each(machineNames)('%s: says of everything what it is and of what, as its name does', async name => {
  const { hello } = await helloOf(name);
  const all = [...hello.signals, ...hello.controls];
  expect(all.map(({ name: of, role, scope }) => ({ of, role, scope }))).toEqual(
    all.map(({ name: of }) => ({ of, ...factsOf(of) })),
  );
});

it('says of each signal what has to happen for a sample to be sent at once, of a fan nothing', async () => {
  const run = await helloOf('intel-hybrid');
  const band = (name: string) => run.hello.signals.find(s => s.name === name)?.band;
  expect(band('cpu0.busy')).toEqual({ kind: 'share', above: 0.2, by: 0.1 });
  expect(band('cpu0.bunching.40ms')).toEqual({ kind: 'step', by: 0.2, across: -0.4 });
  expect(band('psi.cpu.some')).toEqual({ kind: 'rise', by: 0.02 });
  expect(band('policy0.max_freq')).toEqual({ kind: 'change' });
  expect(band('zone.x86_pkg_temp.temp')).toMatchObject({ kind: 'move', by: 2 });
  expect(band('hwmon.thinkpad.fan1.fan')).toBeUndefined();
  expect(band('package0.energy')).toBeUndefined();
});

describe('intel-hybrid', () => {
  it('tells P from E cores and gives each policy its own range', async () => {
    const { topology } = (await helloOf('intel-hybrid')).hello;
    expect(topology.cpus.map(c => c.kind).join('')).toBe('PPPPEEEE');
    expect(topology.cpus.map(c => c.core)).toEqual([0, 0, 4, 4, 8, 9, 10, 11]);
    expect(topology.policies).toHaveLength(8);
    expect(topology.policies[4]).toEqual({
      id: 4,
      cpus: [4],
      online: [4],
      driver: 'intel_pstate',
      hw_min: 400_000,
      hw_max: 3_500_000,
      base: 1_500_000,
      frequencies: [],
    });
    expect(topology.sensors).toEqual({
      busy: 'proc_stat',
      counters: 'none',
      energy: 'powercap',
      tick_ms: expect.any(Number),
    });
  });

  it('offers limits, governor, EPP and boost with what the kernel offered', async () => {
    const run = await helloOf('intel-hybrid');
    expect(run.control('policy0.max_freq')).toMatchObject({
      ...limits,
      min: 400_000,
      max: 4_700_000,
      value: 4_700_000,
    });
    expect(run.control('policy4.min_freq')).toMatchObject({ ...limits, min: 400_000, max: 3_500_000, value: 400_000 });
    expect(run.control('policy0.governor')).toMatchObject({
      unit: 'choice',
      choices: ['performance', 'powersave'],
      value: 'powersave',
    });
    expect(run.control('policy7.epp')).toMatchObject({
      choices: ['default', 'performance', 'balance_performance', 'balance_power', 'power'],
      value: 'balance_performance',
      writable: true,
    });
    expect(run.control('platform_profile')).toMatchObject({
      choices: ['low-power', 'balanced', 'performance'],
      value: 'balanced',
    });
  });

  it("shows intel's inverted no_turbo as boost (auto-cpufreq #602)", async () => {
    expect((await helloOf('intel-hybrid')).control('boost')).toMatchObject({
      unit: 'bool',
      min: 0,
      max: 1,
      value: 1,
      writable: true,
    });
  });

  it('counts RAPL energy once though the MMIO registers measure it again', async () => {
    const energy = signals(await helloOf('intel-hybrid')).filter(
      n => n.endsWith('.energy') && !n.startsWith('supply.'),
    );
    expect(energy).toEqual(['package0.energy', 'package0.core.energy', 'package0.uncore.energy', 'psys.energy']);
  });

  it('offers RAPL limits by the name of the constraint, with a safe maximum where the kernel gives none', async () => {
    const run = await helloOf('intel-hybrid');
    expect(run.control('package0.long_term.limit')).toMatchObject({
      unit: 'uW',
      value: 28_000_000,
      max: 28_000_000,
      writable: true,
    });
    // max_power_uw of 0 is unknown, not a limit; an oversized value would be masked to a small one.
    expect(run.control('package0.short_term.limit')?.max).toBeGreaterThanOrEqual(64_000_000);
    expect(run.control('package0.peak_power.limit')?.max).toBeLessThan(121_000_000 * 2);
  });

  it('gives zones their trips and leaves unset ones out', async () => {
    const { zones } = (await helloOf('intel-hybrid')).hello.topology;
    expect(zones).toEqual([
      { signal: 'zone.acpitz.temp', type: 'acpitz', trips: [{ type: 'critical', celsius: 119, hysteresis: 0 }] },
      {
        signal: 'zone.acpitz.1.temp',
        type: 'acpitz',
        trips: [
          { type: 'passive', celsius: 95, hysteresis: 2 },
          { type: 'critical', celsius: 105, hysteresis: 0 },
        ],
      },
      { signal: 'zone.x86_pkg_temp.temp', type: 'x86_pkg_temp', trips: [] },
    ]);
  });

  it("lists the machine's own supplies and no mouse (auto-cpufreq #321)", async () => {
    const run = await helloOf('intel-hybrid');
    expect(run.hello.topology.supplies).toEqual([
      { name: 'AC', type: 'Mains' },
      { name: 'BAT0', type: 'Battery' },
      { name: 'ucsi-source-psy-USBC000:001', type: 'USB' },
    ]);
    expect(signals(run).filter(n => n.includes('hidpp'))).toEqual([]);
    expect(signals(run)).toEqual(
      expect.arrayContaining(['supply.BAT0.power', 'supply.BAT0.energy', 'supply.BAT0.capacity', 'supply.AC.online']),
    );
  });

  it('has hwmon channels by label and throttle counters by CPU and package', async () => {
    expect(signals(await helloOf('intel-hybrid'))).toEqual(
      expect.arrayContaining([
        'hwmon.coretemp.Package_id_0.temp',
        'hwmon.coretemp.Core_8.temp',
        'hwmon.thinkpad.fan1.fan',
        'cpu7.throttles',
        'package0.throttles',
        'psi.io.full',
      ]),
    );
  });
});

describe('intel-server', () => {
  it('has two packages with DRAM energy and a power meter, and names what a server lacks', async () => {
    const run = await helloOf('intel-server');
    expect(run.hello.topology.cpus.map(c => c.package)).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
    expect(signals(run)).toEqual(
      expect.arrayContaining([
        'package1.energy',
        'package1.dram.energy',
        'hwmon.power_meter.power1.power',
        'zone.x86_pkg_temp.1.temp',
      ]),
    );
    expect(signals(run).filter(n => n.startsWith('hwmon.coretemp'))).toEqual([
      'hwmon.coretemp.Package_id_0.temp',
      'hwmon.coretemp.Package_id_1.temp',
    ]);
    expect(missing(run)).toEqual(expect.arrayContaining(['epp', 'platform_profile', 'supplies']));
    expect(run.control('package1.dram.long_term.limit')).toMatchObject({ max: 40_500_000, value: null });
  });
});

describe('amd-acpi-cpufreq', () => {
  it('gives the frequency table in ascending order and no base', async () => {
    const { topology } = (await helloOf('amd-acpi-cpufreq')).hello;
    expect(topology.policies[0]).toMatchObject({ driver: 'acpi-cpufreq', base: null, hw_max: 3_600_000 });
    expect([...(topology.policies[0]?.frequencies ?? [])].sort((a, b) => a - b)).toEqual([...zenTable]);
  });

  it("takes cpb for the policy's boost beside the global file (auto-cpufreq #666)", async () => {
    const run = await helloOf('amd-acpi-cpufreq');
    expect(run.control('boost')).toMatchObject({ value: 1, writable: true });
    expect(run.control('policy3.boost')).toMatchObject({ value: 1, writable: true });
  });

  it('has energy but no limits, as AMD offers none', async () => {
    const run = await helloOf('amd-acpi-cpufreq');
    expect(signals(run)).toEqual(
      expect.arrayContaining(['package0.energy', 'package0.core.energy', 'hwmon.k10temp.Tctl.temp']),
    );
    expect(run.hello.controls.filter(c => c.unit === 'uW')).toEqual([]);
  });
});

describe('amd-pstate-epp', () => {
  it('offers every preference but custom, which the kernel lists and refuses', async () => {
    const run = await helloOf('amd-pstate-epp');
    expect(run.control('policy0.epp')?.choices).toEqual([
      'default',
      'performance',
      'balance_performance',
      'balance_power',
      'power',
      'dynamic',
    ]);
    expect(run.control('policy2.boost')).toMatchObject({ value: 1 });
    expect(run.control('policy0.min_freq')).toMatchObject({ min: 400_000, value: 1_097_000 });
  });
});

describe('machines that lack things', () => {
  it('no-cpufreq: says so and offers nothing to write', async () => {
    const run = await helloOf('no-cpufreq');
    expect(run.hello.controls).toEqual([]);
    expect(run.hello.topology.policies).toEqual([]);
    expect(missing(run)).toEqual(expect.arrayContaining(['cpufreq', 'platform_profile', 'energy', 'supplies']));
  });

  it("desktop-mouse: a mouse's battery is no battery of the machine (auto-cpufreq #321 #328 #939, TLP #768)", async () => {
    const run = await helloOf('desktop-mouse');
    expect(run.hello.topology.supplies).toEqual([]);
    expect(signals(run).filter(n => n.startsWith('supply.'))).toEqual([]);
    expect(missing(run)).toContain('supplies');
  });

  it('garbage-sensors: implausible trips are left out and named (thermald #550 #388)', async () => {
    const run = await helloOf('garbage-sensors');
    expect(run.hello.topology.zones.flatMap(z => z.trips)).toEqual([{ type: 'passive', celsius: 95, hysteresis: 0 }]);
    expect(run.hello.missing.map(m => `${m.what}: ${m.why}`).join('\n')).toMatch(/20\.8 degrees/);
  });

  it('big: 256 CPUs with a policy each', async () => {
    const { topology, controls } = (await helloOf('big', 256)).hello;
    expect(topology.policies).toHaveLength(256);
    expect(topology.policies[255]).toMatchObject({ id: 255, cpus: [255] });
    expect(controls.filter(c => c.writable)).toHaveLength(3 * 256);
  });
});
