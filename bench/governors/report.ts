/** The bench's figures as Markdown, for bench/RESULTS.md and DAILY-RESULTS.md. */
import type { Load } from '../../src/machine/simulated/work/job.js';
import type { HotRow } from './hot.js';
import { lawBreakers } from './law.js';
import { keeps, type Row } from './measure.js';
import type { BenchPlatform } from './platforms.js';
import { type Daily, dailyReport } from './promise/table.js';
import { headline, type Result } from './score.js';

export interface Table {
  readonly platform: Pick<BenchPlatform, 'name'>;
  readonly results: readonly Result[];
}

export interface Bench {
  /** What the bench was called with, as typed. */
  readonly options: readonly string[];
  readonly seeds: string;
  readonly scale: number;
  readonly tables: readonly Table[];
  /** Machines as people have them, against what they do by themselves. */
  readonly daily: Daily;
  /** The laptop in a hot room. */
  readonly hot: readonly HotRow[];
  /** Lines on how well the power curves fit, if there is data. */
  readonly curves: readonly string[];
}

const percent = (share: number): string => (share * 100).toFixed(1);

export function report({ options, seeds, scale, tables, daily, hot, curves }: Bench): string {
  const command = ['npm run bench:governors', ...(options.length > 0 ? ['--', ...options] : [])].join(' ');
  return [
    '# Governors on the simulated machines',
    '',
    'Simulated: one core and one frequency domain as the research model defines it, or packages of such cores (docs/simulated.md), physics in steps of',
    '1 ms, our daemon’s own code in closed loop, sampled as its helper does, with 5 % noise on its stall counters. Governors are not measured on hardware here.',
    '',
    `Printed by \`${command}\`.`,
    ...(tables.length === 0 ? [] : head(seeds, scale)),
    ...tables.flatMap(t => [...energyTable(t), ...scoreTable(t), ...verdicts(t)]),
    ...dailyReport(daily),
    ...hotTable(hot),
    ...curves,
    '',
  ].join('\n');
}

const head = (seeds: string, scale: number): string[] => [
  '',
  `Seeds ${seeds}${scale === 1 ? '' : `, runs ${scale} times as long`}. Each cell: energy against \`performance\` in %, then the loss of quality in %`,
  '(deadlines missed; the worse of mean and p99 response over that of `performance`; longer makespan; of rt-app documents fewer jobs, or 5 times the',
  'share of late ones), means over the seeds. Bold: the upper 95 % bound of the loss is beyond 5 % (deadlines: 1 %).',
];

const isDeadline = (load: Load): boolean => load.qos === 'deadline';
const names = (results: readonly Result[]): string[] => [
  ...new Set(results.flatMap(({ rows }) => rows.map(r => r.governor))),
];
const find = (rows: readonly Row[], governor: string): Row | undefined => rows.find(r => r.governor === governor);

function energyTable({ platform: { name: platform }, results }: Table): string[] {
  const cell = ({ load, rows }: Result, governor: string): string => {
    const row = find(rows, governor);
    if (row === undefined) return '';
    const loss = percent(row.loss.mean);
    return `${percent(row.energy.mean)} / ${keeps(row, isDeadline(load)) ? loss : `**${loss}**`}`;
  };
  return [
    '',
    `## ${platform}`,
    '',
    `| governor | ${results.map(r => r.load.name).join(' | ')} |`,
    `| --- |${' --- |'.repeat(results.length)}`,
    ...names(results).map(g => `| ${g} | ${results.map(r => cell(r, g)).join(' | ')} |`),
  ];
}

function scoreTable({ platform: { name: platform }, results }: Table): string[] {
  const governors = names(results).filter(g => g !== 'oracle');
  const lines = governors.flatMap(g => {
    const { share, energy, worst, loads } = headline(results, g);
    return loads === 0
      ? []
      : `| ${g} | ${percent(share)} | ${percent(energy)} | ${percent(worst.share)} (${worst.load}) | ${loads} |`;
  });
  if (lines.length === 0) return [];
  return [
    '',
    `Share of the oracle’s saving on ${platform} over the model’s loads (of rt-app and mixed ones there is no oracle; 0 where the quality is missed), and mean energy:`,
    '',
    '| governor | mean share % | mean energy % | worst share % | loads |',
    '| --- | --- | --- | --- | --- |',
    ...lines,
  ];
}

function verdicts({ platform: { name: platform }, results }: Table): string[] {
  const ours = results.flatMap(({ load, rows }) => {
    const row = find(rows, 'lattice');
    return row === undefined ? [] : [{ load, row }];
  });
  const { share, worst, loads } = headline(results, 'lattice');
  if (ours.length === 0) return [];
  const line = (what: string, kept: boolean, figure: string): string =>
    `- ${what}: ${figure}, ${kept ? 'kept' : 'MISSED'}`;
  const lossLine = (what: string, deadline: boolean): string[] => {
    const [worst] = ours
      .filter(o => isDeadline(o.load) === deadline)
      .sort((a, b) => b.row.loss.upper - a.row.loss.upper);
    if (worst === undefined) return [];
    return [line(what, keeps(worst.row, deadline), `${percent(worst.row.loss.upper)} % (${worst.load.name})`)];
  };
  const [dearest] = [...ours].sort((a, b) => b.row.energy.mean - a.row.energy.mean);
  const most = dearest?.row.energy.mean ?? Number.NaN;
  const broken = results.flatMap(lawBreakers);
  return [
    '',
    `Bars on ${platform}:`,
    '',
    ...lossLine('loss of quality ≤ 5 % on every load, upper bound', false),
    ...lossLine('deadlines missed ≤ 1 %, upper bound', true),
    ...(loads === 0
      ? []
      : [
          line('mean share of the oracle ≥ 85 %', share >= 0.85, `${percent(share)} %`),
          ...withRtapp(results),
          line('no load under 65 %', worst.share >= 0.65, `${percent(worst.share)} % (${worst.load})`),
        ]),
    line('no load above performance by more than 1 %', most <= 0.01, `${percent(most)} % (${dearest?.load.name})`),
    ...(loads === 0
      ? []
      : [
          line(
            'no governor that keeps the budget beats the oracle on any seed',
            broken.length === 0,
            broken.join('; ') || 'none',
          ),
          ...verdictOnPhi(results),
        ]),
  ];
}

/** The model's three periodic tasks are not in THEORY's table. */
function withRtapp(results: readonly Result[]): string[] {
  const { share, worst, loads } = headline(results, 'lattice', 'rtapp');
  return loads === headline(results, 'lattice').loads
    ? []
    : [`- mean share of the oracle with rtapp: ${percent(share)} %, worst ${percent(worst.share)} % (${worst.load})`];
}

function hotTable(rows: readonly HotRow[]): string[] {
  if (rows.length === 0) return [];
  return [
    '',
    '## laptop in a hot room',
    '',
    'Ten minutes of work at 40 and 45 °C around the machine; slowdown against `performance` on the same work at 25 °C. The thermal rule alone spends no',
    'other budget; without an energy counter it has no heat model and integrates what the sensor says. What is held just below the trip sees the junction',
    'itself ten times a second: about the least slowdown there is, which no sensor allows; its writes are not counted.',
    '',
    '| °C | load | governor | above the trip % | peak °C | slowdown % | writes/min |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(
      r =>
        `| ${r.ambient} | ${r.load} | ${r.governor} | ${percent(r.aboveTrip)} | ${r.peak.toFixed(1)} | ${percent(r.slowdown)} | ${r.writes.toFixed(1)} |`,
    ),
  ];
}

function verdictOnPhi(results: readonly Result[]): string[] {
  const phi = headline(results, 'lattice').share;
  const others = ['EMA 0.2 for φ', 'EMA 0.9 for φ', 'lag-1 gate'].map(g => ({ g, share: headline(results, g).share }));
  if (others.some(o => Number.isNaN(o.share))) return [];
  return others.map(({ g, share }) => {
    const ahead = phi - share;
    const verdict = Math.abs(ahead) < 0.01 ? 'φ is no better here' : ahead > 0 ? 'φ is better' : 'φ is worse';
    return `- φ against ${g}: ${percent(phi)} % and ${percent(share)} % of the oracle; ${verdict}`;
  });
}
