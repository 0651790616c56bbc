import { expect, it } from 'vitest';
import { type Report, seen } from '../../fixtures/seen-machine.js';
import { throttleCounters } from '../../fixtures/trees/cpus.js';
import { type Chip, hwmon } from '../../fixtures/trees/devices.js';
import { reportedTree } from '../../fixtures/trees/machines/reported.js';

const base = { count: 2, driver: 'acpi-cpufreq', hardware: [800_000, 3_000_000] } as const;

interface Gauge {
  readonly report: Report;
  readonly machine: string;
  readonly chip: Chip;
  readonly signal: string;
  readonly value: number;
}

const gauges: readonly Gauge[] = [
  {
    report: 'lm-sensors/lm-sensors#310',
    machine: 'a fan that stands still and says 65535',
    chip: { name: 'amdgpu', attributes: { fan1_input: 65_535, fan1_max: 3500 } },
    signal: 'hwmon.amdgpu.fan1.fan',
    value: Number.NaN,
  },
  {
    report: 'lm-sensors/lm-sensors#460',
    machine: 'a meter that says 4.29 MW, which is its word for an error',
    chip: { name: 'power_meter', attributes: { power1_average: 4_294_967_295_000 } },
    signal: 'hwmon.power_meter.power1.power',
    value: Number.NaN,
  },
  {
    report: 'UshakovVasilii/gnome-shell-extension-freon#249',
    machine: 'a ThinkPad whose graphics part tells the power of the whole chip',
    chip: { name: 'amdgpu', attributes: { power1_label: 'PPT', power1_average: 17_080_000 } },
    signal: 'hwmon.amdgpu.PPT.power',
    value: 17_080_000,
  },
];

it.each(gauges)('$report: $machine', async ({ chip, signal, value }) => {
  const { run } = await seen(reportedTree(base, hwmon([chip])));
  expect(run.value(signal)).toEqual(value);
});

it('erpalma/throttled#103: a T480 tells of the same 2263 events of its package on each of eight CPUs', async () => {
  const tree = reportedTree({ ...base, count: 8 }, throttleCounters(8, 2081, 2263));
  const { run } = await seen(tree);
  expect(run.value('package0.throttles')).toBe(2263);
  expect(run.value('cpu5.throttles')).toBe(2081);
});
