import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Reader } from '../../src/model/sensing/reader.js';
import { type HelperRun, helperForTest } from '../fixtures/helper.js';
import { helperPid } from '../fixtures/process.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { usualRange } from '../fixtures/trees/powercap.js';
import type { Tree } from '../fixtures/trees/tree.js';

async function sampling(tree: Tree): Promise<HelperRun> {
  const run = (await helperForTest(tree)).lively();
  await run.nextSamples(2);
  return run;
}

const word = (run: HelperRun, signal: string): string | undefined =>
  run.hello.signals.find(s => s.name === signal)?.choices?.[run.value(signal) ?? -1];

describe('values and units', () => {
  it('temperatures are in °C, power in µW, fans in rpm', async () => {
    const run = await sampling(treeForTest('intel-hybrid'));
    expect(run.value('zone.acpitz.temp')).toBeCloseTo(27.8);
    expect(run.value('zone.acpitz.1.temp')).toBeCloseTo(45);
    expect(run.value('hwmon.coretemp.Core_8.temp')).toBeCloseTo(50);
    expect(run.value('hwmon.thinkpad.fan1.fan')).toBe(2400);
    expect(run.value('supply.BAT0.power')).toBe(12_345_000);
    expect(run.value('supply.BAT0.energy')).toBe(40_000_000);
    expect(run.value('supply.BAT0.capacity')).toBe(71);
    expect(word(run, 'supply.BAT0.status')).toBe('Charging');
  });

  it('a battery that counts charge is multiplied by its voltage', async () => {
    const run = await sampling(treeForTest('amd-pstate-epp'));
    expect(run.value('supply.BAT1.power')).toBeCloseTo(800_000 * 15.4);
    expect(run.value('supply.BAT1.energy')).toBeCloseTo(3_000_000 * 15.4);
    expect(run.value('supply.ACAD.online')).toBe(0);
  });

  it('settings are read back as numbers and words', async () => {
    const run = await sampling(treeForTest('intel-hybrid'));
    expect(run.value('policy0.max_freq')).toBe(4_700_000);
    expect(run.value('policy4.cur_freq')).toBe(1_500_000);
    expect(word(run, 'policy0.governor')).toBe('powersave');
    expect(word(run, 'policy0.epp')).toBe('balance_performance');
    expect(word(run, 'platform_profile')).toBe('balanced');
    expect(run.value('boost')).toBe(1);
    expect(run.value('package0.long_term.limit')).toBe(28_000_000);
  });

  it('a value that somebody else changes is seen', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = await sampling(tree);
    tree.write('sys/devices/system/cpu/cpufreq/policy3/scaling_max_freq', 1_200_000);
    tree.write('sys/devices/system/cpu/intel_pstate/no_turbo', 1);
    await run.until('policy3.max_freq', khz => khz === 1_200_000);
    await run.until('boost', on => on === 0);
  });

  it('an EPP that is a raw number gets a word of its own (FIELD-GUIDE 1.10)', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = await sampling(tree);
    tree.write('sys/devices/system/cpu/cpufreq/policy2/energy_performance_preference', 77);
    await run.until('policy2.epp', index => !Number.isNaN(index) && word(run, 'policy2.epp') === '77');
    expect(run.control('policy2.epp')?.choices).not.toContain('77');
  });
});

describe('counters', () => {
  it('busy time is ns, pressure µs, throttling events', async () => {
    const tree = treeForTest('intel-hybrid');
    const run = await sampling(tree);
    const busy = run.value('cpu5.busy') ?? Number.NaN;
    tree.pass(10, cpu => (cpu === 5 ? 0.75 : 0));
    tree.press('cpu', 123_456, 0);
    tree.press('io', 9, 7);
    await run.until('cpu5.busy', ns => ns === busy + 7.5e9);
    expect(run.value('cpu4.busy')).toBe(0);
    await run.until('psi.cpu.some', us => us === 123_456);
    await run.until('psi.io.full', us => us === 7);
    expect(run.value('cpu0.throttles')).toBe(3);
    expect(run.value('package0.throttles')).toBe(7);
  });

  it('iowait that goes backwards takes no busy time away (FIELD-GUIDE 4.6)', async () => {
    const tree = treeForTest('no-cpufreq');
    const run = await sampling(tree);
    tree.pass(3, () => 1);
    await run.until('cpu1.busy', ns => ns === 3e9);
    tree.write('proc/stat', tree.read('proc/stat').replace(/^cpu1 300 /m, 'cpu1 299 '));
    await run.nextSamples(3);
    expect(run.value('cpu1.busy')).toBe(3e9);
  });

  it('RAPL energy goes on through a wrap (kepler #575)', async () => {
    const tree = treeForTest('intel-hybrid');
    tree.write('sys/class/powercap/intel-rapl:0/energy_uj', usualRange - 1_000_000);
    const run = await sampling(tree);
    const before = run.value('package0.energy') ?? Number.NaN;
    tree.use('intel-rapl:0', 3_000_000);
    expect(Number(tree.read('sys/class/powercap/intel-rapl:0/energy_uj'))).toBe(2_000_000);
    await run.until('package0.energy', uj => uj === before + 3_000_000);
  });

  it('each RAPL zone wraps at its own range', async () => {
    const tree = treeForTest('intel-server');
    tree.write('sys/class/powercap/intel-rapl:1:0/energy_uj', 65_712_999_000);
    const run = await sampling(tree);
    const before = run.value('package1.dram.energy') ?? Number.NaN;
    for (const uj of [1000, 5_000_000]) tree.use('intel-rapl:1:0', uj);
    await run.until('package1.dram.energy', uj => uj === before + 5_001_000);
  });

  it('never go back, whatever the zone says (kepler #575)', async () => {
    const tree = treeForTest('amd-acpi-cpufreq');
    const run = await sampling(tree);
    for (const step of [5e9, 60e9, 3e9, 0, 65e9]) {
      tree.use('intel-rapl:0', step);
      await run.nextSamples();
    }
    const at = run.hello.signals.findIndex(s => s.name === 'package0.energy');
    const seen = run.samples.map(s => s.values[at] ?? Number.NaN);
    expect(seen.toSorted((a, b) => a - b)).toEqual(seen);
  });
});

describe('garbage is missing, never 0 (thermald #388 #550, scaphandre #351)', () => {
  it.each([
    ['−274 °C', 'zone.acpitz.temp'],
    ['255 °C', 'zone.acpitz.2.temp'],
    ['−273 °C', 'zone.B0D4.temp'],
    ['an empty file', 'zone.iwlwifi_1.temp'],
    ['text', 'zone.pch_skylake.temp'],
    ['an empty hwmon file', 'hwmon.nvme.Composite.temp'],
    ['65261 °C', 'hwmon.nvme.temp3.temp'],
    ['text for power', 'hwmon.amdgpu.power1.power'],
    ["a battery's text", 'supply.BAT0.capacity'],
  ])('%s', async (_, signal) => {
    const run = await sampling(treeForTest('garbage-sensors'));
    expect(run.value(signal)).toBeNaN();
  });

  it('and the good sensors beside it are right', async () => {
    const run = await sampling(treeForTest('garbage-sensors'));
    expect(run.value('zone.x86_pkg_temp.temp')).toBeCloseTo(48);
    // Two chips of one name: the second keeps apart.
    expect(run.value('hwmon.nvme.1.Composite.temp')).toBeCloseTo(38.85);
    expect(run.value('supply.BAT0.power')).toBe(12_000_000);
    expect(run.value('package0.energy')).toBe(1_000_000);
  });

  it('PL1 of 0 W is no limit (thermald #550)', async () => {
    const run = await sampling(treeForTest('garbage-sensors'));
    expect(run.value('package0.long_term.limit')).toBeNaN();
    expect(run.control('package0.long_term.limit')?.writable).toBe(false);
    expect(run.value('package0.short_term.limit')).toBe(44_000_000);
  });

  it('a sensor that recovers is back in the samples', async () => {
    const tree = treeForTest('garbage-sensors');
    const run = await sampling(tree);
    tree.write('sys/class/thermal/thermal_zone4/temp', 51_000);
    await run.until('zone.iwlwifi_1.temp', celsius => celsius === 51);
  });
});

it.each(['desktop-mouse', 'intel-server'] as const)(
  '%s: without a battery of its own the machine is on mains',
  async name => {
    const run = await sampling(treeForTest(name));
    const sample = run.samples.at(-1);
    expect(sample && new Reader(run.hello).read(sample).onMains).toBe(true);
  },
);

it('a sample that was asked for does not part samples and ladders: of 10 and 25 wake-ups a second 5 serve both', async () => {
  const tree = treeForTest('amd-pstate-epp');
  const run = await helperForTest(tree);
  run.machine.cadence({ activeHz: 10, quietHz: 10, batchSeconds: 0 });
  const pid = await helperPid(run.runtimeDir);
  const waits = (): readonly [count: number, seconds: number] => {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return [Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1]), performance.now() / 1000];
  };
  await run.nextSamples(2);
  await sleep(50);
  run.machine.sample();
  tree.pass(1, () => 0.5);
  await run.nextSamples(4);
  const [before, from] = waits();
  await run.nextSamples(30);
  const [after, to] = waits();
  const each = (after - before) / (to - from);
  expect(each).toBeLessThan(32.5);
  // Without ladders it would be 10.
  expect(each).toBeGreaterThan(15);
});
