/** Work that changes: workloads one after another, and phases that alternate. */
import { Random } from '../../src/machine/simulated/work/random.js';
import { type Curve, top } from './curve.js';
import { groups } from './groups.js';
import { type Board, type StrategyName, strategyOf } from './measure.js';
import { type Part, type Run, replay } from './replay.js';
import { hullSaving, oracle, saving } from './rivals.js';

export const mixtures = ['in sequence', 'in phases'] as const;
export type MixtureName = (typeof mixtures)[number];

export interface Mixed {
  readonly mixture: MixtureName;
  readonly strategy: StrategyName;
  readonly promised: number;
  readonly saving: number;
  readonly oracle: number;
  readonly hull: number;
  readonly slowdown: number;
  /** Slowdown of the workload that lost most over all of its parts. */
  readonly worst: number;
}

const minute = 60;
const manyInSequence = 8;

/**
 * Eight workloads of a quarter of an hour with a minute's rest before each, the whole twice; or two that alternate, five and two minutes, for an
 * hour.
 */
function partsOf(mixture: MixtureName, curves: readonly Curve[], seed: number): Part[] {
  const random = new Random(seed, mixture);
  const order = [...curves].map(curve => ({ curve, at: random.uniform() })).sort((a, b) => a.at - b.at);
  if (mixture === 'in sequence') {
    const list = order.slice(0, manyInSequence).map(({ curve }) => ({ curve, work: 15 * minute, rest: minute }));
    return [...list, ...list];
  }
  const [first, second] = order.filter(({ curve }) => !curve.inert);
  if (first === undefined || second === undefined) return [];
  const turn = [
    { curve: first.curve, work: 5 * minute, rest: 0, application: 'phased' },
    { curve: second.curve, work: 2 * minute, rest: 0, application: 'phased' },
  ];
  return Array.from({ length: 8 }, () => turn).flat();
}

/** Undefined if a GPU has too few workloads. */
export function measureMixed(
  board: Board,
  mixture: MixtureName,
  strategy: StrategyName,
  promised: number,
  seeds: readonly number[],
): Mixed | undefined {
  const heartbeats = strategy !== 'lattice without heartbeats';
  const all = seeds.map(seed => {
    const parts = partsOf(mixture, board.curves, seed);
    return replay(parts, strategyOf(strategy, board, promised), { seed, heartbeats, idle: board.idle });
  });
  if (all.some(runs => runs.length === 0)) return undefined;
  const runs = all.flat();
  const sum = (of: (run: Run) => number): number => runs.reduce((total, r) => total + of(r), 0);
  const free = sum(r => r.work * top(r.curve).power);
  const slowest = all.map(list => Math.max(...groups(list, r => r.curve).map(lost)));
  return {
    mixture,
    strategy,
    promised,
    saving: 1 - sum(r => r.energy) / free,
    oracle: sum(r => saving(r.curve, oracle(r.curve, promised)) * r.work * top(r.curve).power) / free,
    hull: sum(r => hullSaving(r.curve, promised) * r.work * top(r.curve).power) / free,
    slowdown: sum(r => r.time) / sum(r => r.work) - 1,
    worst: Math.max(...slowest),
  };
}

const lost = (runs: readonly Run[]): number =>
  runs.reduce((sum, r) => sum + r.time, 0) / runs.reduce((sum, r) => sum + r.work, 0) - 1;
