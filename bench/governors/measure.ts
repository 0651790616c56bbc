/** All contenders on one load of one platform, on the same work, seed by seed. */

import type { KernelGovernor } from '../../src/machine/simulated/firmware/governor-contract.js';
import { Hwp } from '../../src/machine/simulated/firmware/hwp.js';
import type { GovernorName } from '../../src/machine/simulated/firmware/kernel-governor.js';
import { eppOf } from '../../src/machine/simulated/firmware/preference.js';
import type { Load } from '../../src/machine/simulated/work/job.js';
import { firmware, kernelGovernors, variants } from './contenders.js';
import { runKernel } from './kernel-run.js';
import { runLattice } from './lattice-run.js';
import { Memo } from './memo.js';
import { millisecondsOracle, oracle } from './oracle/oracle.js';
import type { Outcome } from './outcome.js';
import type { BenchPlatform } from './platforms.js';
import { type Felt, felt } from './promise/felt.js';
import { type Judgement, judged } from './promise/judgement.js';
import { budget, laterMs, missable } from './promise/promise.js';
import { qosLoss } from './qos.js';
import { type Summary, summary } from './statistics.js';
import { closedNames, type Work } from './workload.js';

const minutes = { deadline: 2, latency: 5, makespan: 5, mixed: 5, beats: 2 };

/** Energy relative to `performance` (−0.2 is 20 % less) and loss of quality, both as shares; changes of our limits per minute. */
export interface Row {
  readonly governor: string;
  readonly energy: Summary;
  readonly loss: Summary;
  readonly writes: number;
  readonly judgement: Judgement;
  /** Of an oracle: the slowdown that it was given on each seed. */
  readonly given?: number;
  readonly perSeed: readonly { readonly energy: number; readonly loss: number; readonly felt: Felt }[];
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
  /** What platforms with the same numbers share. */
  readonly memo?: Memo | undefined;
}

export function measure(options: Options): Row[] {
  const { platform, load, seeds, scale, upkeep, only, memo = new Memo() } = options;
  const { numbers, source, alone } = platform;
  const all = platform.package ?? numbers;
  const wanted = (name: string): boolean => only === undefined || only.includes(name);
  const shared = <T>(what: string, make: () => T): T => memo.once(all, `${load.name} ${scale} ${seeds} ${what}`, make);
  const cases = seeds.map(seed => shared(`performance ${seed}`, () => caseOf(platform, load, seed, scale)));
  const later = laterMs[source ?? 'mains'];
  const row = (governor: string, run: (c: Case) => Outcome): Row[] =>
    wanted(governor) ? [rowOf(governor, cases, run, later)] : [];
  const bound = (name: string, run: (c: Case, slowdown: number) => Outcome | undefined): Row[] =>
    wanted(name) ? shared(`${name} ${later}`, () => heldOracle(name, cases, run, later)) : [];
  const oracles = [
    // If cores share power and heat, the model does not define the optimum.
    ...(platform.package === undefined
      ? bound('oracle', (c, slowdown) => oracle(numbers, c.work, c.performance, slowdown))
      : []),
    ...(alone === undefined ? [] : bound('oracle ms', c => millisecondsOracle(numbers, c.work, c.performance, later))),
  ];
  const ours = (name: string): Row[] => {
    const variant = variants[name];
    return variant === undefined ? [] : row(name, c => runLattice(platform, variant, c.work, upkeep));
  };
  if (alone !== undefined)
    return [
      ...row('performance', c => c.performance),
      ...row('default', c => runKernel(all, aloneOn(platform, alone), c.work)),
      ...(only ?? ['lattice']).flatMap(ours),
      ...oracles,
    ];
  const rows = [
    ...row('performance', c => c.performance),
    ...kernelGovernors.filter(g => g !== 'performance').flatMap(g => row(g, c => runKernel(all, g, c.work))),
    ...Object.entries(firmware).flatMap(([name, fresh]) => row(name, c => runKernel(all, fresh, c.work))),
    ...Object.keys(variants).flatMap(ours),
  ];
  if (wanted('static cap'))
    rows.push(
      bestStatic(numbers.f.length - 1, i =>
        rowOf('static cap', cases, c => runKernel(all, 'performance', c.work, i), later),
      ),
    );
  return [...rows, ...oracles];
}

/** What the machine does without us. */
const aloneOn = ({ firmware: own }: BenchPlatform, governor: GovernorName): GovernorName | (() => KernelGovernor) =>
  own === undefined ? governor : () => new Hwp(eppOf(own.preference), own.manners);

export interface Case {
  readonly work: Work;
  readonly performance: Outcome;
  readonly closed: readonly string[];
}

export function caseOf({ numbers, package: cores }: BenchPlatform, load: Load, seed: number, scale: number): Case {
  const open: Work = {
    load,
    seed,
    length: Math.min(minutes[load.qos] * 60_000, load.length ?? Number.POSITIVE_INFINITY) * scale,
  };
  const first = runKernel(cores ?? numbers, 'performance', open);
  const closed = closedNames(open);
  if (closed.length === 0) return { work: open, performance: first, closed };
  const jobs = closed.reduce((sum, name) => sum + (first.streams.get(name)?.finished.length ?? 0), 0);
  const work = { ...open, jobs };
  return { work, performance: runKernel(cores ?? numbers, 'performance', work), closed };
}

export function rowOf(governor: string, cases: readonly Case[], run: (c: Case) => Outcome, later: number): Row {
  let writes = 0;
  const perSeed = cases.map(c => {
    const outcome = run(c);
    writes += outcome.writes / (outcome.length / 60_000) / cases.length;
    const { load, length } = c.work;
    return {
      energy: outcome.energy / c.performance.energy - 1,
      loss: qosLoss(load, outcome, c.performance),
      felt: felt({ load, closed: c.closed, length }, outcome, c.performance),
    };
  });
  const loss = summary(perSeed.map(s => s.loss));
  const [{ work }] = [cases[0] ?? noCase()];
  return {
    governor,
    energy: summary(perSeed.map(s => s.energy)),
    loss,
    writes,
    judgement: judged(
      work.load,
      loss,
      perSeed.map(s => s.felt),
      later,
    ),
    perSeed,
  };
}

function noCase(): never {
  throw new RangeError('no seeds, expected at least one');
}

/** Halvings of half of the budget. */
const rounds = 5;

/**
 * The oracle is judged as everybody is, by the upper bound over seeds: where that is beyond the budget, each seed gets less of it, as much as is kept.
 */
function heldOracle(
  name: string,
  cases: readonly Case[],
  run: (c: Case, slowdown: number) => Outcome | undefined,
  later: number,
): Row[] {
  const at = (slowdown: number): Row | undefined => {
    const outcomes = cases.flatMap(c => run(c, slowdown) ?? []);
    let next = 0;
    if (outcomes.length < cases.length) return undefined;
    return { ...rowOf(name, cases, () => outcomes[next++] ?? noCase(), later), given: slowdown };
  };
  const whole = at(budget);
  if (whole === undefined) return [];
  if (name !== 'oracle' || cases[0]?.work.load.qos === 'deadline' || !(whole.loss.upper > budget)) return [whole];
  let [low, high] = [budget / 2, budget];
  let best: Row | undefined;
  for (let i = 0; i < rounds; i++) {
    const row = at((low + high) / 2);
    if (row === undefined || row.loss.upper > budget) high = (low + high) / 2;
    else {
      low = (low + high) / 2;
      if (best === undefined || row.energy.mean < best.energy.mean) best = row;
    }
  }
  return [best ?? at(0) ?? whole];
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
