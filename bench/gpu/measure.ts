/** The results of the strategies on every curve: one hour of each, then mixtures. */
import { knobOf } from '../../src/governor/gpu/knob.js';
import { type Curve, top } from './curve.js';
import { groups } from './groups.js';
import { type Run, replay } from './replay.js';
import { hullSaving, oracle, saving } from './rivals.js';
import { lattice, profileOnce } from './strategy.js';

export const promises = [0.01, 0.05, 0.1] as const;
export const strategies = ['lattice', 'lattice without heartbeats', 'profile once'] as const;
export type StrategyName = (typeof strategies)[number];

/** A workload under a strategy over all seeds. */
export interface Row {
  readonly curve: Curve;
  readonly strategy: StrategyName;
  readonly promised: number;
  /** Means over the seeds, as shares of no limit. */
  readonly saving: number;
  readonly slowdown: number;
  readonly worstSlowdown: number;
  /** Of the best single setting, and of the best two in turns. */
  readonly oracle: number;
  readonly hull: number;
  /** Largest over the seeds. */
  readonly explored: { readonly time: number; readonly energy: number };
}

export const hour = 3600;

/** A GPU's knob has the settings of all its curves. */
export interface Board {
  readonly gpu: string;
  readonly curves: readonly Curve[];
  readonly settings: readonly number[];
  readonly idle: number;
}

export const boards = (curves: readonly Curve[]): Board[] =>
  groups(curves, c => `${c.gpu}\n${c.knob}`).map(list => ({
    gpu: list[0]?.gpu ?? '',
    curves: list,
    settings: list.flatMap(c => c.points.map(p => p.setting)),
    idle: Math.min(...list.flatMap(c => c.points.map(p => p.power))),
  }));

export function strategyOf(name: StrategyName, board: Board, promised: number) {
  const knob = knobOf(board.curves[0]?.knob ?? 'cap', board.settings);
  return name === 'profile once' ? profileOnce(knob, promised) : lattice(knob, promised);
}

export function measure(board: Board, strategy: StrategyName, promised: number, seeds: readonly number[]): Row[] {
  return board.curves.map(curve => {
    const runs = seeds.map(seed => one(board, curve, strategy, promised, seed));
    const mean = (of: (run: Run) => number): number => runs.reduce((sum, r) => sum + of(r), 0) / runs.length;
    const most = (of: (run: Run) => number): number => Math.max(...runs.map(of));
    return {
      curve,
      strategy,
      promised,
      saving: mean(r => 1 - r.energy / (r.work * top(curve).power)),
      slowdown: mean(r => r.time / r.work - 1),
      worstSlowdown: most(r => r.time / r.work - 1),
      oracle: saving(curve, oracle(curve, promised)),
      hull: hullSaving(curve, promised),
      explored: { time: most(r => r.explored.time), energy: most(r => r.explored.energy) },
    };
  });
}

function one(board: Board, curve: Curve, strategy: StrategyName, promised: number, seed: number): Run {
  const heartbeats = strategy !== 'lattice without heartbeats';
  const [run] = replay([{ curve, work: hour, rest: 0 }], strategyOf(strategy, board, promised), {
    seed,
    heartbeats,
    idle: board.idle,
  });
  if (run === undefined) throw new Error(`${curve.gpu} ${curve.workload}: nothing ran`);
  return run;
}
