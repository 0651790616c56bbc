/** All contenders on one load of one platform, on the same work, seed by seed. */

import type { PackageNumbers } from '../../src/machine/simulated/physics/package.js';
import type { PlatformNumbers } from '../../src/machine/simulated/physics/platform.js';
import type { Load } from '../../src/machine/simulated/work/job.js';
import { firmware, kernelGovernors, variants } from './contenders.js';
import { runKernel } from './kernel-run.js';
import { runLattice } from './lattice-run.js';
import { oracle } from './oracle/oracle.js';
import type { Outcome } from './outcome.js';
import type { BenchPlatform } from './platforms.js';
import { qosLoss } from './qos.js';
import { type Summary, summary } from './statistics.js';
import type { Work } from './workload.js';

/** The promise of the balanced profile on mains, and the share of deadlines that may be missed beyond those that `performance` misses. */
export const budget = 0.05;
export const missable = 0.01;

const minutes = { deadline: 2, latency: 5, makespan: 5, mixed: 5, beats: 2 };

/** Energy relative to `performance` (−0.2 is 20 % less) and loss of quality, both as shares; changes of our limits per minute. */
export interface Row {
  readonly governor: string;
  readonly energy: Summary;
  readonly loss: Summary;
  readonly writes: number;
  readonly perSeed: readonly { readonly energy: number; readonly loss: number }[];
}

export interface Options {
  readonly platform: BenchPlatform;
  readonly load: Load;
  readonly seeds: readonly number[];
  /** Times the usual length of a run. */
  readonly scale: number;
  /** Whether the daemon's own cost and its quiet cadence are in the figures. */
  readonly upkeep?: boolean | undefined;
  readonly only?: readonly string[] | undefined;
}

export function measure({ platform, load, seeds, scale, upkeep, only }: Options): Row[] {
  const { machine, numbers } = platform;
  const all = platform.package ?? numbers;
  const wanted = (name: string): boolean => only === undefined || only.includes(name);
  const cases = seeds.map(seed => caseOf(all, load, seed, scale));
  const row = (governor: string, run: (c: Case) => Outcome): Row[] =>
    wanted(governor) ? [rowOf(governor, cases, run)] : [];
  const rows = [
    ...row('performance', c => c.performance),
    ...kernelGovernors.filter(g => g !== 'performance').flatMap(g => row(g, c => runKernel(all, g, c.work))),
    ...Object.entries(firmware).flatMap(([name, fresh]) => row(name, c => runKernel(all, fresh, c.work))),
    ...Object.entries(variants).flatMap(([name, variant]) =>
      row(name, c => runLattice({ machine, numbers }, variant, c.work, upkeep)),
    ),
  ];
  if (wanted('static cap'))
    rows.push(
      bestStatic(numbers.f.length - 1, i => rowOf('static cap', cases, c => runKernel(all, 'performance', c.work, i))),
    );
  // The model does not define the optimum if deadlines and latencies compete on one core, if tasks wait for each other, or if cores share power and
  // heat.
  if (platform.package !== undefined || load.qos === 'mixed' || load.qos === 'beats') return rows;
  return [...rows, ...row('oracle', c => oracle(numbers, c.work, c.performance, budget))];
}

interface Case {
  readonly work: Work;
  readonly performance: Outcome;
}

function caseOf(numbers: PlatformNumbers | PackageNumbers, load: Load, seed: number, scale: number): Case {
  const open: Work = {
    load,
    seed,
    length: Math.min(minutes[load.qos] * 60_000, load.length ?? Number.POSITIVE_INFINITY) * scale,
  };
  const first = runKernel(numbers, 'performance', open);
  if (load.qos !== 'makespan') return { work: open, performance: first };
  const work = { ...open, jobs: first.responses.length };
  return { work, performance: runKernel(numbers, 'performance', work) };
}

function rowOf(governor: string, cases: readonly Case[], run: (c: Case) => Outcome): Row {
  let writes = 0;
  const perSeed = cases.map(c => {
    const outcome = run(c);
    writes += outcome.writes / (outcome.length / 60_000) / cases.length;
    return {
      energy: outcome.energy / c.performance.energy - 1,
      loss: qosLoss(c.work.load, outcome, c.performance),
    };
  });
  return {
    governor,
    energy: summary(perSeed.map(s => s.energy)),
    loss: summary(perSeed.map(s => s.loss)),
    writes,
    perSeed,
  };
}

/** The lowest operating point that keeps the budget, chosen in hindsight. */
function bestStatic(top: number, at: (index: number) => Row): Row {
  let best = at(top);
  for (let i = top - 1; i >= 0; i--) {
    const row = at(i);
    if (!keeps(row)) return best;
    if (row.energy.mean < best.energy.mean) best = row;
  }
  return best;
}

/** Whether the upper bound of the loss is within the budget; for deadlines, within the allowed share of misses. */
export const keeps = (row: Row, deadline = false): boolean => row.loss.upper <= (deadline ? missable : budget);
