/** Applications that say what they need, against the same ones that say nothing: energy and what they get, on the same work. */
import { variants } from '../contenders.js';
import { runLattice, type Variant } from '../lattice-run.js';
import { caseOf, type Row, rowOf } from '../measure.js';
import type { BenchPlatform } from '../platforms.js';
import { laterMs } from '../promise/promise.js';
import { type HintedLoad, inMilliseconds, inPercent } from './hinted-loads.js';
import type { TaskHint } from './told.js';

export interface HintBench {
  readonly platforms: readonly BenchPlatform[];
  readonly seeds: readonly number[];
  /** Times the usual length of a run. */
  readonly scale: number;
  /** Told of each load before it is run. */
  readonly progress: (what: string) => void;
  readonly loads?: (platform: BenchPlatform) => readonly HintedLoad[];
}

const loadsOf = ({ promise }: BenchPlatform): readonly HintedLoad[] =>
  promise === 'milliseconds' ? inMilliseconds : inPercent;

/** One run for each of platform, load, seed, and with and without hints. */
export function hintReport({ platforms, seeds, scale, progress, loads = loadsOf }: HintBench): string {
  const rows = platforms.flatMap(platform =>
    loads(platform).map(hinted => {
      progress(`${platform.name} ${hinted.load.name}`);
      const [plain, told] = bothRows(platform, hinted, seeds, scale);
      const cells = [platform.name, hinted.load.name, hinted.hints.map(words).join('; '), ...figures(plain, told)];
      return `| ${cells.join(' | ')} |`;
    }),
  );
  return [
    `Simulated, seeds ${seeds.join(', ')}, runs ${scale} times as long; each cell without hint → with it. Energy: against \`performance\`. Late: deadlines missed beyond those that`,
    '`performance` misses. Later: ms by which answers come later than there, p99 / worst. Longer: what a batch takes longer.',
    '',
    '| platform | load | hint | energy % | late % | later ms | longer % |',
    `|${' --- |'.repeat(7)}`,
    ...rows,
  ].join('\n');
}

function bothRows(
  platform: BenchPlatform,
  { load, hints }: HintedLoad,
  seeds: readonly number[],
  scale: number,
): [Row, Row] {
  const cases = seeds.map(seed => caseOf(platform, load, seed, scale));
  const { lattice } = variants;
  if (lattice === undefined) throw new RangeError('no variant lattice');
  const row = (name: string, variant: Variant): Row =>
    rowOf(name, cases, c => runLattice(platform, variant, c.work), laterMs[platform.source ?? 'mains']);
  return [row('without', lattice), row('with', { ...lattice, hints })];
}

const words = ({ name, deadline, latency, batch }: TaskHint): string =>
  [
    name,
    ...(deadline === undefined ? [] : [`deadline ${number(deadline)} ms`]),
    ...(latency === undefined ? [] : [`latency ${number(latency)} ms`]),
    ...(batch === true ? ['batch'] : []),
  ].join(' ');

function figures(plain: Row, told: Row): string[] {
  const both = (cell: (row: Row) => string | undefined): string => {
    const [before, after] = [cell(plain), cell(told)];
    return before === undefined || after === undefined ? '' : `${before} → ${after}`;
  };
  return [
    both(({ energy }) => percent(energy.mean, 1)),
    both(({ judgement: { missed } }) => missed && percent(missed.mean, 2)),
    both(({ judgement: { later } }) => later && `${number(later.p99.mean)} / ${number(later.worst)}`),
    both(({ judgement: { slower } }) => slower && percent(slower.mean, 1)),
  ];
}

const number = (value: number): string => `${Math.round(value * 10) / 10}`;
const percent = (share: number, digits: number): string => (100 * share).toFixed(digits).replace('-', '−');
