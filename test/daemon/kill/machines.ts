import type { OverrideRequest } from '../../../src/model/people/requests.js';
import { gpu, type NvidiaSmiStandIn } from '../../fixtures/nvidia-smi-stand-in.js';
import { standInForTest } from '../../fixtures/stand-in-for-test.js';
import { cpus, policy } from '../../fixtures/trees/cpus.js';
import { type Files, merged, numbers, ro } from '../../fixtures/trees/entry.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { nvidiaBoards } from '../../fixtures/trees/gpus.js';
import { proc } from '../../fixtures/trees/proc.js';
import { thermal } from '../../fixtures/trees/thermal.js';
import { Tree } from '../../fixtures/trees/tree.js';

/** A fake machine, and the nvidia-smi of its GPU. */
export interface Machine {
  readonly tree: Tree;
  readonly standIn?: NvidiaSmiStandIn;
  /** What can be asked of it, one a round. */
  readonly wishes: readonly OverrideRequest[];
}

const maxima = (from: number, to: number): OverrideRequest[] =>
  numbers(5).map(i => ({ max: Math.round(from + ((to - from) * i) / 5) }));
const words: readonly OverrideRequest[] = [{ governor: 'performance' }, { boost: false }];
const preferences: readonly OverrideRequest[] = [{ epp: 'power' }, { epp: 'performance' }, { min: 1_000_000 }];

const little = [408_000, 600_000, 816_000, 1_008_000, 1_200_000, 1_416_000];
const big = [...little, 1_608_000, 1_800_000];

/** Four small cores and two large ones, each kind with one clock: device-tree frequencies, no energy preference, no boost. */
const bigLittle = (): Files => {
  const cluster = (ids: readonly number[], table: readonly number[]): Files =>
    policy({
      id: ids[0] ?? 0,
      cpus: ids,
      driver: 'cpufreq-dt',
      governors: 'conservative ondemand userspace powersave performance schedutil',
      governor: 'schedutil',
      hardware: [table[0] ?? 0, table.at(-1) ?? 0],
      current: table[0] ?? 0,
      more: { scaling_available_frequencies: ro(`${table.join(' ')} `) },
    });
  return merged(
    cpus({ count: 6 }),
    ...numbers(6).map(cpu => ({ [`sys/devices/system/cpu/cpu${cpu}/cpu_capacity`]: ro(cpu < 4 ? 485 : 1024) })),
    cluster([0, 1, 2, 3], little),
    cluster([4, 5], big),
    thermal([{ type: 'cpu-thermal', temp: 48_000, trips: [{ type: 'passive', temp: 85_000, hysteresis: 2000 }] }]),
    proc(6),
  );
};

const arm = (): Machine => {
  const tree = new Tree(bigLittle());
  return { tree, wishes: [{ governor: 'performance' }, { governor: 'powersave' }, ...maxima(408_000, 1_416_000)] };
};

const withGpu = (): Machine => {
  const tree = treeForTest('amd-pstate-epp');
  tree.add(nvidiaBoards([{}]));
  const clocks = [600_000, 1_200_000, 1_800_000].map(gpuMax => ({ gpuMax }));
  return {
    tree,
    standIn: standInForTest([gpu(0)]),
    wishes: [...clocks, ...preferences, ...words, ...maxima(400_000, 4_400_000)],
  };
};

export const machines = {
  'Intel laptop with an energy preference': (): Machine => ({
    tree: treeForTest('intel-hybrid'),
    wishes: [...preferences, ...words, ...maxima(400_000, 3_500_000)],
  }),
  'desktop with acpi-cpufreq': (): Machine => ({
    tree: treeForTest('amd-acpi-cpufreq'),
    wishes: [...words, ...maxima(2_200_000, 3_600_000)],
  }),
  'ARM big.LITTLE': arm,
  'AMD with an energy preference and a GPU': withGpu,
} satisfies Record<string, () => Machine>;
