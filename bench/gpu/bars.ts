/** The bars for the governor on measured curves. */
import { type Curve, energyShare, top } from './curve.js';
import type { Row } from './measure.js';
import { bestStatic } from './rivals.js';
import { meanOf, node } from './score.js';

export interface Bar {
  readonly what: string;
  readonly figure: string;
  readonly kept: boolean;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** A kernel that follows the clock with all it does: within 10 % of slowdown no setting lowers its energy × time. */
export const isComputeBound = (curve: Curve): boolean =>
  curve.points.every(p => p.time > 1.1 || energyShare(curve, p) * p.time >= 1 || p === top(curve));

/** What all rows of one GPU, one promise and one strategy reach: shares, for the worst workload and seed, except the saving. */
export interface Reached {
  /** Of the oracle's saving. */
  readonly share: number;
  readonly worst: number;
  readonly explored: number;
  /** As `explored`, for the median workload. */
  readonly usual: number;
}

export const reachedBy = (rows: readonly Row[]): Reached => ({
  share: meanOf(rows, r => r.saving) / meanOf(rows, r => r.oracle),
  worst: Math.max(...rows.map(r => r.worstSlowdown)),
  explored: Math.max(...rows.map(exploredBy)),
  usual: medianOf(rows.map(exploredBy)),
});

const exploredBy = ({ explored: { time, energy } }: Row): number => Math.max(time, energy);

const medianOf = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** How far a workload may be slower than promised. */
const tolerance = 0.005;

/** Which bounds of slowdown and exploring hold. */
export const bounds = ({ worst, explored, usual }: Reached, promised: number) => ({
  worst: worst <= promised + tolerance,
  explored: explored <= 0.015 && usual <= 0.01,
});

/** `rows` are of one GPU, one promise and one strategy. */
export function barsOf(rows: readonly Row[], strategy: Row['strategy'], promised: number): Bar[] {
  const reached = reachedBy(rows);
  const { share, worst, explored, usual } = reached;
  const holds = bounds(reached, promised);
  const curves = rows.map(r => r.curve);
  const fixed = bestStatic(curves, promised);
  const mine = meanOf(rows, r => r.saving);
  const dearest = rows.filter(r => isComputeBound(r.curve));
  const more = (what: string, figure: string, kept: boolean): Bar => ({ what, figure, kept });
  const least = promised >= 0.05 ? 0.95 : 0.7;
  const saves = [
    more(`share of the oracle’s saving ≥ ${percent(least)}`, percent(share), share >= least),
    more(
      'saves more than the best static setting',
      `${percent(mine)} against ${percent(fixed.saving)}`,
      mine > fixed.saving,
    ),
  ];
  const leavesAlone = more(
    'compute-bound: never above no limit by 0.3 % energy or 1 % time',
    `${percent(Math.max(...dearest.map(r => -r.saving)))}, ${percent(Math.max(...dearest.map(r => r.worstSlowdown)))} of ${dearest.length}`,
    dearest.every(r => r.saving >= -0.003 && r.worstSlowdown <= 0.01),
  );
  return [
    ...(strategy === 'lattice' ? saves : []),
    more(`no workload slower than ${percent(promised + tolerance)} on any seed`, percent(worst), holds.worst),
    more(
      'exploring costs at most 1 % of time and energy for the median workload, 1.5 % for the worst',
      `${percent(usual)}, ${percent(explored)}`,
      holds.explored,
    ),
    ...(dearest.length === 0 ? [] : [leavesAlone]),
    more(
      'the whole node uses no more energy where the GPU is 70 % of it',
      percent(meanOf(rows, node)),
      meanOf(rows, node) >= -0.0005,
    ),
  ];
}
