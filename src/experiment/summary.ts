import type { ExperimentRow, PeriodRow } from '../journal/experiment-entries.js';
import type { Arm, Period } from '../model/people/experiment-period.js';
import { policyOf } from '../model/people/experiment-policy.js';
import { type Block, blocksOf, energyFor } from './blocks.js';
import { type Told, toldIn } from './told.js';
import { type Verdict, verdictOf } from './verdict.js';

/** One policy's side, over the blocks that count. */
export interface Side {
  readonly policy: string;
  /** J for 10⁹ units of work, weighted as the verdict is, so that the ratio of the two sides is the verdict's. Null without a block. */
  readonly joulesPerBillion: number | null;
  readonly meanWatts: number | null;
  /** Units per second. */
  readonly workRate: number | null;
  readonly meanCelsius: number | null;
}

export interface Dropped {
  readonly policy: string;
  readonly why: string;
  readonly periods: number;
}

export interface Summary {
  readonly experiment: ExperimentRow;
  readonly verdict: Verdict;
  readonly a: Side;
  readonly b: Side;
  readonly told: Told;
  readonly dropped: readonly Dropped[];
  /** Total time, ms, in which a difference of the estimated size would be found in four of five runs; null if one was already found. */
  readonly wantedMs: number | null;
}

/** The result of an experiment. */
export function summaryOf(experiment: ExperimentRow, rows: readonly PeriodRow[]): Summary {
  const blocks = blocksOf(rows.map(periodOf));
  const verdict = verdictOf(blocks, experiment.seed);
  const { wanted } = verdict;
  return {
    experiment,
    verdict,
    a: sideOf('a', experiment, rows, blocks),
    b: sideOf('b', experiment, rows, blocks),
    told: toldIn(rows, experiment.seed),
    dropped: droppedOf(experiment, rows),
    wantedMs: wanted === null ? null : wanted * 2 * experiment.periodMs,
  };
}

const periodOf = ({ block, arm, millijoules, work, dropped }: PeriodRow): Period => ({
  block,
  arm,
  energy: millijoules / 1000,
  work,
  dropped,
});

function sideOf(arm: Arm, experiment: ExperimentRow, rows: readonly PeriodRow[], blocks: readonly Block[]): Side {
  const counted = new Set(blocks.map(b => b.block));
  const own = rows.filter(r => r.arm === arm && counted.has(r.block));
  const sum = (of: (r: PeriodRow) => number): number => own.reduce((total, r) => total + of(r), 0);
  const seconds = sum(r => r.measuredMs) / 1000;
  const warm = own.filter(r => r.meanMillicelsius !== null);
  const joules = energyFor(arm, rows.map(periodOf), blocks);
  return {
    policy: policyOf(experiment, arm),
    joulesPerBillion: joules === null ? null : joules * 1e9,
    meanWatts: finite(sum(r => r.millijoules) / 1000 / seconds),
    workRate: finite(sum(r => r.work) / seconds),
    meanCelsius: finite(warm.reduce((total, r) => total + (r.meanMillicelsius ?? 0), 0) / 1000 / warm.length),
  };
}

/** JSON has no NaN. */
const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

function droppedOf(experiment: ExperimentRow, rows: readonly PeriodRow[]): Dropped[] {
  const counts = new Map<string, Dropped>();
  for (const { arm, dropped: why } of rows) {
    if (why === null) continue;
    const policy = policyOf(experiment, arm);
    const key = `${policy} ${why}`;
    counts.set(key, { policy, why, periods: (counts.get(key)?.periods ?? 0) + 1 });
  }
  return [...counts.values()];
}
