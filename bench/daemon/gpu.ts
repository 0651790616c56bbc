import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { gpu, memoryBound, NvidiaSmiStandIn, type StandInGpu } from '../../test/fixtures/nvidia-smi-stand-in.js';
import { buildTree } from '../../test/fixtures/trees/build-tree.js';
import { nvidiaBoards } from '../../test/fixtures/trees/gpus.js';
import { type Figure, spread } from '../figures.js';
import { calmSeconds, daemonOnTree, warmUpSeconds } from './daemon-on-tree.js';
import { children, cpuMsOf } from './process.js';
import { standIn } from './product.js';

const rounds = 4;
const roundSeconds = 30;

/** The cost of each round, as a share of a core in percent. */
interface Cost {
  readonly daemon: number[];
  readonly nvidiaSmi: number[];
}

/**
 * What measuring a GPU at 1 Hz adds to engine and helper, on an otherwise quiet fake laptop, with nvidia-smi's stand-in. A busy GPU with a constant
 * load sends samples every 4 s; an idle one only its rows. All three daemons run side by side, so that the machine's other load affects them equally.
 */
export async function benchGpu(): Promise<Figure[]> {
  const [without, idle, busy] = await Promise.all([
    observe(undefined),
    observe(gpu(0)),
    observe(gpu(0, { workload: memoryBound })),
  ]);
  const more = (cost: Cost): number[] => cost.daemon.map((share, i) => share - (without.daemon[i] ?? Number.NaN));
  return [
    { name: 'quiet, without a GPU: share of a core', unit: '%', ...spread(without.daemon) },
    { name: 'an idle GPU at 1 Hz adds', unit: '%', ...spread(more(idle)), bar: 0.3 },
    { name: 'a busy GPU at 1 Hz adds', unit: '%', ...spread(more(busy)), bar: 0.3 },
    { name: 'nvidia-smi’s own (the stand-in: Node, no driver)', unit: '%', ...spread(busy.nvidiaSmi) },
  ];
}

async function observe(board: StandInGpu | undefined): Promise<Cost> {
  const tree = buildTree('amd-pstate-epp');
  const smi = board === undefined ? undefined : new NvidiaSmiStandIn([board], standIn);
  if (smi !== undefined) tree.add(nvidiaBoards([{}]));
  let busy = true;
  const options = smi === undefined ? [] : ['--nvidia-smi', smi.path];
  const daemon = daemonOnTree(living => busy && living.pass(0.1, () => 0.5), options, tree);
  try {
    await sleep(warmUpSeconds * 1000);
    busy = false;
    await sleep(calmSeconds * 1000);
    return await measure(daemon.engine);
  } finally {
    await daemon.stop();
    smi?.cleanup();
  }
}

async function measure(engine: number): Promise<Cost> {
  const all = children(engine);
  const helpers = all.filter(pid => readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('lattice-helper\0'));
  const others = all.filter(pid => !helpers.includes(pid));
  const cost: Cost = { daemon: [], nvidiaSmi: [] };
  for (let i = 0; i < rounds; i++) {
    const from = [cpuMsOf([engine, ...helpers]), cpuMsOf(others)] as const;
    await sleep(roundSeconds * 1000);
    cost.daemon.push((cpuMsOf([engine, ...helpers]) - from[0]) / (roundSeconds * 10));
    cost.nvidiaSmi.push((cpuMsOf(others) - from[1]) / (roundSeconds * 10));
  }
  return cost;
}
