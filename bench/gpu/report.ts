/** The replay's figures as Markdown. */
import { barsOf } from './bars.js';
import { type Board, promises, type Row, strategies } from './measure.js';
import type { Mixed } from './mixtures.js';
import type { Table } from './read-curves.js';
import { bestStatic } from './rivals.js';
import { meanOf, node } from './score.js';

export interface BoardResult {
  readonly board: Board;
  readonly rows: readonly Row[];
  readonly mixed: readonly Mixed[];
}

const percent = (share: number): string => (share * 100).toFixed(1);

export function report(file: string, table: Table, results: readonly BoardResult[], seeds: string): string {
  const { columns, rows, unreadable, curves } = table;
  const map = Object.entries(columns).map(([role, names]) => `${role} = ${names.join('+')}`);
  return [
    `# GPU replay of ${file}`,
    '',
    `${rows} rows (${unreadable} unreadable), ${curves.length} workloads. Columns: ${map.join(', ')}.`,
    'Times, powers and settings are measured, by others; noise, settle times and heartbeats are simulated. What the table has no column for reads N/A.',
    'How the policy’s constants depend on the GPU they would be chosen on: bench/gpu/leave-one-out.ts.',
    `One hour of each workload, seeds ${seeds}; energy and time with all that exploring costs. Node: the GPU draws 70 % of it.`,
    ...results.flatMap(section),
    '',
  ].join('\n');
}

function section({ board, rows, mixed }: BoardResult): string[] {
  const settings = [...new Set(board.settings)].sort((a, b) => a - b);
  const [first] = board.curves;
  const inert = board.curves.filter(c => c.inert).length;
  return [
    '',
    `## ${board.gpu}`,
    '',
    `${board.curves.length} workloads, ${inert} of them without effect (their draw never reaches the lowest cap: time and energy count as unchanged). Knob: ${first?.knob}, ${settings.length} settings from ${settings[0]} to ${settings.at(-1)} ${first?.knob === 'cap' ? 'W' : 'MHz'}.`,
    '',
    'Oracle: the best single setting of each workload in hindsight. Hull: the best two settings in turns, in hindsight.',
    '',
    '| strategy | ε % | saved % | oracle % | share % | hull % | share % | node saved % | slower % | worst % | beyond ε |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...promises.flatMap(promised => [
      ...strategies.flatMap(strategy => {
        const list = rows.filter(r => r.strategy === strategy && r.promised === promised);
        return list.length === 0 ? [] : [summaryLine(list)];
      }),
      staticLine(board, promised),
    ]),
    ...promises.flatMap(promised => barLines(rows, 'lattice', promised)),
    ...promises.flatMap(promised => barLines(rows, 'lattice without heartbeats', promised)),
    ...mixedTable(mixed),
    ...workloadTable(board, rows),
  ];
}

function summaryLine(rows: readonly Row[]): string {
  const [{ strategy, promised } = { strategy: '', promised: 0 }] = rows;
  const saved = meanOf(rows, r => r.saving);
  const oracle = meanOf(rows, r => r.oracle);
  const hull = meanOf(rows, r => r.hull);
  const worst = Math.max(...rows.map(r => r.worstSlowdown));
  const beyond = rows.filter(r => r.worstSlowdown > promised).length;
  const cells = [strategy, percent(promised), percent(saved), percent(oracle), percent(saved / oracle)];
  const ofHull = [percent(hull), percent(saved / hull)];
  const more = [
    percent(meanOf(rows, node)),
    percent(meanOf(rows, r => r.slowdown)),
    percent(worst),
    `${beyond} of ${rows.length}`,
  ];
  return `| ${[...cells, ...ofHull, ...more].join(' | ')} |`;
}

function staticLine({ curves }: Board, promised: number): string {
  const { setting, saving } = bestStatic(curves, promised);
  const name = setting === Number.POSITIVE_INFINITY ? 'none' : String(setting);
  return `| best static setting in hindsight (${name}) | ${percent(promised)} | ${percent(saving)} | | | | | | | | |`;
}

function barLines(all: readonly Row[], strategy: Row['strategy'], promised: number): string[] {
  const rows = all.filter(r => r.strategy === strategy && r.promised === promised);
  if (rows.length === 0) return [];
  const bars = barsOf(rows, strategy, promised).map(b => `- ${b.what}: ${b.figure}, ${b.kept ? 'kept' : 'MISSED'}`);
  return ['', `Bars of ${strategy} at ε = ${percent(promised)} %:`, '', ...bars];
}

function mixedTable(mixed: readonly Mixed[]): string[] {
  if (mixed.length === 0) return [];
  return [
    '',
    'Work that changes: workloads in sequence (a quarter of an hour each, a minute of rest before, all of them twice) and phases that alternate (five and two minutes).',
    '',
    '| work | strategy | ε % | saved % | oracle % | share % | hull % | share % | slower % | worst workload % |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...mixed.map(
      m =>
        `| ${m.mixture} | ${m.strategy} | ${percent(m.promised)} | ${percent(m.saving)} | ${percent(m.oracle)} | ${percent(m.saving / m.oracle)} | ${percent(m.hull)} | ${percent(m.saving / m.hull)} | ${percent(m.slowdown)} | ${percent(m.worst)} |`,
    ),
  ];
}

function workloadTable({ curves }: Board, rows: readonly Row[]): string[] {
  const kinds = strategies.flatMap(strategy => promises.map(promised => ({ strategy, promised })));
  const shown = kinds.filter(k => rows.some(r => r.strategy === k.strategy && r.promised === k.promised));
  const cell = (row: Row | undefined): string =>
    row === undefined ? '' : `${percent(row.saving)} / ${percent(row.slowdown)} / ${percent(row.oracle)}`;
  return [
    '',
    'Each workload: saved / slower / saved by the oracle, %.',
    '',
    `| workload | ${shown.map(k => `${k.strategy} ≤ ${percent(k.promised)}`).join(' | ')} |`,
    `| --- |${' --- |'.repeat(shown.length)}`,
    ...curves.map(curve => {
      const cells = shown.map(k =>
        cell(rows.find(r => r.curve === curve && r.strategy === k.strategy && r.promised === k.promised)),
      );
      return `| ${curve.workload}${curve.inert ? ' (no effect)' : ''} | ${cells.join(' | ')} |`;
    }),
  ];
}
