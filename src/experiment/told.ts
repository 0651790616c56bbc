import { type PeriodRow, uncountedUnits } from '../journal/experiment-entries.js';
import type { Arm, Period } from '../model/people/experiment-period.js';
import { blocksOf, energyFor } from './blocks.js';
import { type Verdict, verdictOf } from './verdict.js';

/** What an experiment says of one unit that applications told by heartbeats. */
export interface UnitSummary {
  /** Such as tokens. */
  readonly unit: string;
  /** J for each under A and under B, weighted as the verdict is; null without a block. */
  readonly a: number | null;
  readonly b: number | null;
  readonly verdict: Verdict;
}

/** What applications told. */
export interface Told {
  /** Those with the most blocks first. */
  readonly units: readonly UnitSummary[];
  /** Whether they told of more units than are counted. */
  readonly more: boolean;
}

/** In a period with fewer messages, those that lie across its ends weigh too much. */
const fewestMessages = 10;
/** As many as a daemon counts in an experiment; after a restart it may be others. */
export const mostUnits = 8;

/** The same verdict as of all work, with the units told in place of it. Costs O(units · blocks), and the test's subsets for each unit. */
export function toldIn(rows: readonly PeriodRow[], seed: number): Told {
  const names = new Set(rows.flatMap(({ told }) => told.map(({ unit }) => unit)));
  const more = names.delete(uncountedUnits);
  const units = [...names].map((unit): UnitSummary => {
    const periods = rows.map(row => periodOf(row, unit));
    const blocks = blocksOf(periods);
    const joules = (arm: Arm): number | null => energyFor(arm, periods, blocks);
    return { unit, a: joules('a'), b: joules('b'), verdict: verdictOf(blocks, seed) };
  });
  units.sort((x, y) => y.verdict.blocks - x.verdict.blocks || (x.unit < y.unit ? -1 : 1));
  return { units: units.slice(0, mostUnits), more: more || units.length > mostUnits };
}

function periodOf({ block, arm, millijoules, told, dropped }: PeriodRow, unit: string): Period {
  const { amount, messages } = told.find(t => t.unit === unit) ?? { amount: 0, messages: 0 };
  return { block, arm, energy: millijoules / 1000, work: messages < fewestMessages ? 0 : amount, dropped };
}
