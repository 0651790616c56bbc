/** Runs as rows: every governor compared with `performance` on the same work. */

import { cpuLoads, type LoadName } from '../../src/machine/simulated/loads/loads.js';
import type { Variant } from '../../test/rig/guest/options.js';
import { qosLoss } from '../governors/qos.js';
import { type Summary, summary } from '../governors/statistics.js';
import type { Run } from './run.js';

/** Energy relative to `performance` (−0.2 is 20 % less) and loss of quality, shares; mean clock while busy in GHz. */
export interface Row {
  readonly governor: string;
  readonly energy: Summary;
  readonly loss: Summary;
  readonly clock: number;
  readonly disturbed: number;
  /** latticed's: shares of the time by the rule that bound the clock. */
  readonly rules: Readonly<Record<string, number>>;
}

export interface Table {
  readonly driver: Variant;
  readonly rows: ReadonlyMap<LoadName, readonly Row[]>;
}

/** `runs` by governor, seed by seed in the same order. */
export function rowsOf(load: LoadName, runs: ReadonlyMap<string, readonly Run[]>): Row[] {
  const reference = runs.get('performance') ?? [];
  return [...runs].map(([governor, list]) => {
    const pairs = list.flatMap((run, i) => {
      const performance = reference[i];
      return performance === undefined ? [] : [{ run, performance }];
    });
    return {
      governor,
      energy: summary(pairs.map(({ run, performance }) => run.energy / performance.energy - 1)),
      loss: summary(pairs.map(({ run, performance }) => qosLoss(cpuLoads[load], run, performance))),
      clock: summary(list.map(run => run.clock)).mean,
      disturbed: summary(list.map(run => run.disturbed)).mean,
      rules: meanShares(list.flatMap(({ decided }) => (decided === undefined ? [] : [decided.rules]))),
    };
  });
}

function meanShares(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const mean: Record<string, number> = {};
  for (const shares of all)
    for (const [name, share] of Object.entries(shares)) mean[name] = (mean[name] ?? 0) + share / all.length;
  return mean;
}
