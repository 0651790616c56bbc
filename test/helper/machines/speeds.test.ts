import { expect, it } from 'vitest';
import { quantiseUp, standsForTurbo } from '../../../src/model/operating-point.js';
import { injectorForTest } from '../../fixtures/errno/injector.js';
import { type Report, seen } from '../../fixtures/seen-machine.js';
import { type Files, merged, numbers, ro, rw } from '../../fixtures/trees/entry.js';
import { type Base, type Cluster, epp, reportedTree } from '../../fixtures/trees/machines/reported.js';
import { thermal } from '../../fixtures/trees/thermal.js';
import { policyFile } from '../../fixtures/trees/tree.js';

interface Kinds {
  readonly report: Report;
  readonly machine: string;
  readonly clusters: readonly Cluster[];
  readonly more?: Files;
  /** Of all CPUs; - where they are alike. */
  readonly kinds: string;
}

/** CPUs with a policy each. */
const alone = (from: number, to: number, max: number): readonly Cluster[] =>
  numbers(to - from + 1).map(i => ({ cpus: [from + i], hardware: [400_000, max] }));
const lists = (core: string, atom: string): Files => ({
  'sys/devices/cpu_core/cpus': ro(core),
  'sys/devices/cpu_atom/cpus': ro(atom),
});
const capacities = (all: readonly number[]): Files =>
  merged(...all.map((capacity, cpu) => ({ [`sys/devices/system/cpu/cpu${cpu}/cpu_capacity`]: ro(capacity) })));
const times = (count: number, kind: string): string => Array.from({ length: count }, () => kind).join(' ');

// Meteor Lake's clocks: https://en.wikipedia.org/wiki/Meteor_Lake (P 5.1, E 3.8, LP E 2.5 GHz).
const kinds: readonly Kinds[] = [
  {
    report: 'anrieff/libcpuid#198',
    machine: 'a Core Ultra 7 155H lists its low-power cores among the others',
    clusters: [...alone(0, 11, 5_100_000), ...alone(12, 19, 3_800_000), ...alone(20, 21, 2_500_000)],
    more: lists('0-11', '12-21'),
    kinds: `${times(12, 'P')} ${times(8, 'E')} LP LP`,
  },
  {
    report: 'anrieff/libcpuid#196',
    machine: 'a Core Ultra 5 125H: its P cores are at both ends',
    clusters: [
      ...alone(0, 1, 5_100_000),
      ...alone(2, 9, 3_800_000),
      ...alone(10, 15, 5_100_000),
      ...alone(16, 17, 2_500_000),
    ],
    more: lists('0-1,10-15', '2-9,16-17'),
    kinds: `P P ${times(8, 'E')} ${times(6, 'P')} LP LP`,
  },
  {
    report: 'armbian/linux-rockchip#360',
    machine: 'an RK3588: three policies of two kinds',
    clusters: [
      { cpus: [0, 1, 2, 3], hardware: [1_008_000, 1_800_000] },
      { cpus: [4, 5], hardware: [1_200_000, 2_400_000] },
      { cpus: [6, 7], hardware: [1_200_000, 2_400_000] },
    ],
    more: capacities([530, 530, 530, 530, 1024, 1024, 1024, 1024]),
    kinds: `${times(4, 'E')} ${times(4, 'P')}`,
  },
  {
    report: 'AurelioB/ClusterTune#5',
    machine: 'a QCS8550: its one prime core is as good as the big ones',
    clusters: [
      { cpus: [0, 1, 2], hardware: [400_000, 2_016_000] },
      { cpus: [3, 4, 5, 6], hardware: [400_000, 2_707_200] },
      { cpus: [7], hardware: [400_000, 2_956_800] },
    ],
    kinds: `${times(3, 'E')} ${times(5, 'P')}`,
  },
  {
    report: 'deepin-community/kernel#1755',
    machine: 'a Bartlett Lake that names 7.0 and 7.3 GHz for cores that are all alike',
    clusters: [...alone(0, 11, 7_000_000), ...alone(12, 23, 7_300_000)],
    kinds: times(24, '-'),
  },
];

it.each(kinds)('$report: $machine', async ({ clusters, more = {}, kinds: expected }) => {
  const count = clusters.flatMap(c => c.cpus).length;
  const { run } = await seen(
    reportedTree({ count, driver: 'intel_pstate', hardware: [400_000, 5_100_000], clusters }, more),
  );
  expect(run.hello.topology.cpus.map(c => c.kind ?? '-').join(' ')).toBe(expected);
  expect(run.hello.topology.policies.map(p => p.cpus)).toEqual(clusters.map(c => c.cpus));
});

it('armbian/linux-rockchip#360: an RK3588 is asked for speeds of its tables only', async () => {
  const table = '1008000 1200000 1416000 1608000 1800000';
  const clusters = [
    {
      cpus: [0, 1, 2, 3],
      hardware: [1_008_000, 1_800_000] as const,
      more: { scaling_available_frequencies: ro(table) },
    },
  ];
  const { run } = await seen(
    reportedTree({ count: 4, driver: 'cpufreq-dt', hardware: [1_008_000, 1_800_000], clusters }),
  );
  const [policy] = run.hello.topology.policies;
  if (policy === undefined) throw new Error('no policy');
  expect([1_000_000, 1_300_000, 1_416_000, 1_700_000, 2_000_000].map(khz => quantiseUp(policy, khz))).toEqual([
    1_008_000, 1_416_000, 1_416_000, 1_800_000, 1_800_000,
  ]);
});

interface Limits {
  readonly report: Report;
  readonly machine: string;
  readonly base: Base;
  /** kHz; NaN: unknown. */
  readonly frequency: number;
  readonly max: number;
  readonly hardware: readonly [min: number, max: number];
  readonly turbo?: boolean;
}

const limits: readonly Limits[] = [
  {
    report: 'netdata/netdata#2704',
    machine: 'a laptop that is held at 1.5 GHz, with a table whose top is a name for turbo',
    base: {
      count: 2,
      driver: 'acpi-cpufreq',
      governors: 'performance schedutil',
      hardware: [800_000, 2_801_000],
      limits: [800_000, 1_500_000],
      current: 1_500_000,
      more: {
        scaling_available_frequencies: ro(
          '2801000 2800000 2700000 2500000 2400000 2200000 2100000 1900000 1700000 1600000 1500000 1400000 1200000 1100000 900000 800000 ',
        ),
      },
    },
    frequency: 1_500_000,
    max: 1_500_000,
    hardware: [800_000, 2_801_000],
    turbo: true,
  },
  {
    report: 'linrunner/TLP#630',
    machine: 'amd-pstate in guided mode, at 2.75 GHz where its maximum is 2.1',
    base: {
      count: 2,
      driver: 'amd-pstate',
      governors: 'userspace powersave ondemand conservative performance schedutil',
      hardware: [400_000, 2_100_000],
      limits: [400_000, 1_800_000],
      current: 2_750_000,
    },
    frequency: 2_750_000,
    max: 1_800_000,
    hardware: [400_000, 2_100_000],
  },
  {
    report: 'prometheus/node_exporter#1710',
    machine: 'pcc-cpufreq, which does not know its speed',
    base: {
      count: 2,
      driver: 'pcc-cpufreq',
      governors: 'conservative userspace powersave ondemand performance',
      hardware: [1_200_000, 2_400_000],
      more: { scaling_cur_freq: ro('<unknown>') },
    },
    frequency: Number.NaN,
    max: 2_400_000,
    hardware: [1_200_000, 2_400_000],
  },
];

it.each(limits)('$report: $machine', async ({ base, frequency, max, hardware, turbo = false }) => {
  const { run, reading } = await seen(reportedTree(base));
  const [policy] = run.hello.topology.policies;
  expect(policy).toMatchObject({ hw_min: hardware[0], hw_max: hardware[1] });
  expect(policy !== undefined && standsForTurbo(policy)).toBe(turbo);
  expect(run.value('policy0.cur_freq')).toBe(frequency);
  expect(reading.policies[0]?.frequency).toBe(Number.isNaN(frequency) ? undefined : frequency);
  expect(run.control('policy0.max_freq')).toMatchObject({ value: max, min: hardware[0], max: hardware[1] });
});

it('htop-dev/htop#648: with CPUs 1 and 3 of four offline, the clock of CPU 2 is that of CPU 2', async () => {
  const clusters = numbers(4).map(cpu => ({
    cpus: [cpu],
    hardware: [800_000, 3_000_000] as const,
    more: { scaling_cur_freq: ro(1_000_000 + 100_000 * cpu) },
  }));
  const tree = reportedTree({ count: 4, driver: 'intel_pstate', hardware: [800_000, 3_000_000], clusters });
  for (const [cpu, left] of [
    [1, '0,2-3'],
    [3, '0,2'],
  ] as const)
    tree.offline(cpu, left);
  const injector = injectorForTest(
    tree,
    [1, 3].map(id => `refuse io ${policyFile(id, '*')} EBUSY`),
  );
  const { run, reading } = await seen(tree, { injector });
  expect(reading.policies.map(p => [p.id, p.frequency])).toEqual([
    [0, 1_000_000],
    [2, 1_200_000],
  ]);
  expect(run.control('policy3.max_freq')).toMatchObject({
    writable: false,
    why: 'all CPUs of this policy are offline',
  });
  expect(await run.set({ 'policy2.max_freq': 2_000_000 })).toEqual({ 'policy2.max_freq': { value: 2_000_000 } });
});

it('konkor/cpufreq#45: an i3-2375M without turbo refuses what would turn it on, and all else is set', async () => {
  const noTurbo = 'sys/devices/system/cpu/intel_pstate/no_turbo';
  const tree = reportedTree(
    { count: 2, driver: 'intel_pstate', hardware: [800_000, 1_500_000], more: epp },
    { [noTurbo]: rw(1) },
  );
  const injector = injectorForTest(tree, [`refuse write ${noTurbo} EPERM`]);
  const { run } = await seen(tree, { injector });
  expect(run.control('boost')).toMatchObject({ value: 0, writable: true });
  const results = await run.set({ boost: 1, 'policy0.max_freq': 1_000_000 });
  expect(results.boost).toMatchObject({ errno: 'EPERM' });
  expect(results['policy0.max_freq']).toEqual({ value: 1_000_000 });
});

it('radxa/kernel#536: a Cubie A7S that cooling holds at 416 MHz was not set to 416 MHz by anybody', async () => {
  const clusters: readonly Cluster[] = [
    { cpus: [0, 1, 2, 3, 4, 5], hardware: [416_000, 1_800_000] },
    { cpus: [6, 7], hardware: [416_000, 2_000_000] },
  ];
  const held = merged(...[0, 6].map(id => ({ [policyFile(id, 'scaling_max_freq')]: rw(416_000) })));
  const cooling = thermal(
    [],
    [0, 6].map(id => ({ type: `cpufreq-cpu${id}`, state: 10, most: 10 })),
  );
  const base = { count: 8, driver: 'cpufreq-dt', hardware: [416_000, 2_000_000], clusters } as const;
  const { run } = await seen(reportedTree(base, held, cooling));
  for (const id of [0, 6]) expect(run.control(`policy${id}.max_freq`)).toMatchObject({ value: 416_000, held: true });
});
