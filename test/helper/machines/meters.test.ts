import { expect, it } from 'vitest';
import { type Report, seen, totalUsed } from '../../fixtures/seen-machine.js';
import { hwmon } from '../../fixtures/trees/devices.js';
import { type Files, merged, numbers } from '../../fixtures/trees/entry.js';
import { reportedTree } from '../../fixtures/trees/machines/reported.js';
import { powercap, type RaplZone, raplZone } from '../../fixtures/trees/powercap.js';

const base = { count: 4, driver: 'intel_cpufreq', hardware: [800_000, 3_000_000] } as const;

const rapl = (...zones: readonly RaplZone[]) => powercap('intel-rapl', zones);
const mmio = (...zones: readonly RaplZone[]) => powercap('intel-rapl-mmio', zones);

interface Case {
  readonly report: Report;
  readonly machine: string;
  readonly zones: Files;
  /** Joules of one second in each zone. */
  readonly used: Readonly<Record<string, number>>;
  readonly total: number;
  readonly what: string;
}

const cases: readonly Case[] = [
  {
    report: 'mlco2/codecarbon#950',
    machine: 'a Core Ultra 7 265H whose platform counter holds all others',
    zones: merged(rapl(raplZone('package-0', ['core', 'uncore']), raplZone('psys')), mmio(raplZone('package-0'))),
    used: {
      'intel-rapl:0': 3.93,
      'intel-rapl:0:0': 0.84,
      'intel-rapl:0:1': 0.21,
      'intel-rapl:1': 9.61,
      'intel-rapl-mmio:0': 3.78,
    },
    total: 9.61,
    what: 'psys',
  },
  {
    report: 'ColinIanKing/powerstat#4',
    machine: 'an X1 Carbon that another tool sees use twice as much: 68.72 W',
    zones: merged(rapl(raplZone('package-0')), mmio(raplZone('package-0'))),
    used: { 'intel-rapl:0': 34.36, 'intel-rapl-mmio:0': 34.36 },
    total: 34.36,
    what: 'packages',
  },
  {
    report: 'mlco2/codecarbon#1274',
    machine: 'a Threadripper 1950X whose two dies show the one counter of their package: 68 W, not 137',
    zones: rapl({ name: 'package-0-die-0', energy: 5_000_000 }, { name: 'package-0-die-1', energy: 5_000_000 }),
    used: { 'intel-rapl:0': 68, 'intel-rapl:1': 68 },
    total: 68,
    what: 'packages',
  },
  {
    report: 'prometheus/node_exporter#1808',
    machine: 'sixteen packages with memory, the folders of six named by letters',
    zones: rapl(...numbers(16).map(n => raplZone(`package-${n}`, ['dram']))),
    used: Object.fromEntries(
      numbers(16).flatMap(n => [
        [`intel-rapl:${n.toString(16)}`, 10 + n],
        [`intel-rapl:${n.toString(16)}:0`, 1],
      ]),
    ),
    total: 16 * 10 + 120 + 16,
    what: 'packages and memory',
  },
  {
    report: 'intel/powertelemetry#10',
    machine: 'a Sapphire Rapids whose platform counter stands between its packages',
    zones: rapl(raplZone('package-0'), raplZone('psys'), raplZone('package-1')),
    used: { 'intel-rapl:0': 100, 'intel-rapl:1': 0, 'intel-rapl:2': 90 },
    total: 190,
    what: 'packages',
  },
  {
    report: 'sosy-lab/cpu-energy-meter#25',
    machine: 'a desktop whose platform counter is said to be there and counts nothing, in 166 s',
    zones: rapl(raplZone('package-0', ['core', 'dram']), { name: 'psys', energy: 0 }),
    used: { 'intel-rapl:0': 621.960876, 'intel-rapl:0:0': 337.406311, 'intel-rapl:0:1': 119.912598, 'intel-rapl:1': 0 },
    total: 741.873474,
    what: 'packages and memory',
  },
  {
    report: 'hubblo-org/scaphandre#108',
    machine: 'an i7-7700 whose memory is said to use 0 W for ever',
    zones: rapl(raplZone('package-0', ['core', 'uncore', 'dram'])),
    used: { 'intel-rapl:0': 30, 'intel-rapl:0:0': 20, 'intel-rapl:0:2': 0 },
    total: 30,
    what: 'packages',
  },
];

it.each(cases)('$report: $machine', async ({ zones, used, total, what }) => {
  const found = await totalUsed(reportedTree(base, zones), used);
  expect(found).toMatchObject({ what, sure: 'whole' });
  expect(found?.sum).toBeCloseTo(total, 3);
});

it('AstraExt/astra-monitor#17: a Ryzen without RAPL zones, whose zenergy driver counts the socket and its cores', async () => {
  const cores = [845.91, 845.91, 1070, 1070, 665.96, 665.96].map((joules, i) => [`Ecore00${i}`, joules] as const);
  const channels = [...cores, ['Esocket0', 13_260] as const].flatMap(([label, joules], i) => [
    [`energy${i + 1}_label`, label],
    [`energy${i + 1}_input`, Math.round(joules * 1e6)],
  ]);
  const tree = reportedTree(
    { count: 6, driver: 'amd-pstate-epp', hardware: [400_000, 4_000_000] },
    hwmon([
      { name: 'zenergy', attributes: Object.fromEntries(channels) },
      { name: 'k10temp', attributes: { temp1_label: 'Tctl', temp1_input: 59_500 } },
    ]),
  );
  const { run } = await seen(tree);
  expect(run.hello.topology.sensors.energy).toBe('hwmon');
  expect(run.value('package0.energy')).toBe(13_260_000_000);
  tree.write('sys/class/hwmon/hwmon0/energy7_input', 13_273_000_000);
  await run.until('package0.energy', microjoules => microjoules === 13_273_000_000);
});
