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
  /** Number of workloads slower than promised. */
  readonly beyond: number;
  readonly explored: number;
}

export const reachedBy = (rows: readonly Row[], promised: number): Reached => ({
  share: meanOf(rows, r => r.saving) / meanOf(rows, r => r.oracle),
  worst: Math.max(...rows.map(r => r.worstSlowdown)),
  beyond: rows.filter(r => r.worstSlowdown > promised).length / rows.length,
  explored: Math.max(...rows.map(r => Math.max(r.explored.time, r.explored.energy))),
});

const tolerance = 0.01;

/** Which bounds of slowdown and exploring hold. */
export const bounds = ({ worst, beyond, explored }: Reached, promised: number) => ({
  worst: worst <= promised + tolerance,
  beyond: beyond <= 0.05,
  explored: explored < 0.01,
});

/** `rows` are of one GPU, one promise and one strategy. */
export function barsOf(rows: readonly Row[], strategy: Row['strategy'], promised: number): Bar[] {
  const reached = reachedBy(rows, promised);
  const { share, worst, beyond, explored } = reached;
  const holds = bounds(reached, promised);
  const fixed = bestStatic(
    rows.map(r => r.curve),
    promised,
  );
  const mine = meanOf(rows, r => r.saving);
  const dearest = rows.filter(r => isComputeBound(r.curve));
  const least = strategy === 'lattice' ? (promised >= 0.1 ? 0.8 : 0.75) : 0.5;
  const more = (what: string, figure: string, kept: boolean): Bar => ({ what, figure, kept });
  return [
    ...(promised >= 0.05
      ? [more(`share of the oracle’s saving ≥ ${percent(least)}`, percent(share), share >= least)]
      : []),
    ...(strategy === 'lattice'
      ? [
          more(
            'saves more than the best static setting',
            `${percent(mine)} against ${percent(fixed.saving)}`,
            mine > fixed.saving,
          ),
        ]
      : []),
    more(`no workload slower than ${percent(promised + tolerance)} on any seed`, percent(worst), holds.worst),
    more(`95 % of the workloads within ${percent(promised)} on every seed`, percent(1 - beyond), holds.beyond),
    more('exploring costs under 1 % of time and energy, worst workload', percent(explored), holds.explored),
    ...(dearest.length === 0
      ? []
      : [
          more(
            'compute-bound: never above no limit by 0.5 % energy or 1 % time',
            `${percent(Math.max(...dearest.map(r => -r.saving)))}, ${percent(Math.max(...dearest.map(r => r.worstSlowdown)))} of ${dearest.length}`,
            dearest.every(r => r.saving >= -0.005 && r.worstSlowdown <= 0.01),
          ),
        ]),
    more(
      'the whole node saves energy where the GPU is 70 % of it',
      percent(meanOf(rows, node)),
      meanOf(rows, node) >= 0,
    ),
  ];
}
