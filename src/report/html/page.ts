import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cellsOf, headings, type Quantities } from '../columns.js';
import { mainDomain, type Use } from '../energy.js';
import { groupNames } from '../groups.js';
import type { Report } from '../report.js';
import { userOf } from '../way.js';
import { bundled } from './bundle.js';
import type { ChartData } from './chart-data.js';
import { escapeHtml, jsonForScript } from './escape.js';
import { brandIcon, themeButton } from './icons.js';
import { reportStyle } from './style.js';
import { type Row, tableCard } from './table.js';
import { type Tile, tilesOf } from './tiles.js';

/** A decision in words. */
export interface DecisionSummary {
  readonly at: number;
  readonly until: number;
  readonly scope: string;
  readonly why: string;
}

/** How quantities and times are written. */
export interface Words extends Quantities {
  readonly time: (ms: number) => string;
  /** When a line of the report's division began. */
  readonly period: (ms: number) => string;
  readonly headline: readonly Tile[];
  /** What has no tile: a name, spaces, and what stands behind it. */
  readonly account: readonly string[];
  /** Who used it: headings and rows, or why there are none; undefined where the division is another. */
  readonly usage:
    | { readonly headings: readonly string[]; readonly rows: readonly (readonly string[])[] }
    | string
    | undefined;
}

const require = createRequire(import.meta.url);
const textOf = (path: string): string => readFileSync(require.resolve(path), 'utf8');

/** One file that shows a report in any browser. It contains uPlot, its style and our script, and needs no network. */
export function htmlOf(report: Report, chart: ChartData, decisions: readonly DecisionSummary[], words: Words): string {
  const [uplot, uplotStyle] = [textOf('uplot/dist/uPlot.iife.min.js'), textOf('uplot/dist/uPlot.min.css')];
  const client = bundled(new URL('./client/main.js', import.meta.url));
  const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
  const when = `${words.time(report.since)} to ${words.time(report.until)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Energy report, ${escapeHtml(when)}</title>
<style>${uplotStyle}${reportStyle}</style>
</head>
<body>
<header>
<div class="brand">${brandIcon}<h1>Energy report</h1></div>
${machineWords(report)}
${themeButton}
<p class="mode">${escapeHtml(when)}, times in ${escapeHtml(report.zone)}</p>
</header>
<main>
${tilesOf(words.headline)}
${chartCard(report, chart, words)}
${usesCard(report, words)}
<div class="cards">${usageCard(report, words)}${groupNames.map(by => groupCard(report, by, words)).join('\n')}
${accountCard(words.account)}
</div>
${decisionCard(decisions, words)}
</main>
<script type="application/json" id="data">${jsonForScript(chart)}</script>
<script>${uplot}</script>
<script type="module">${client}</script>
</body>
</html>
`;
}

function machineWords({ machine, simulated }: Report): string {
  const name = machine === null || machine === 'linux' ? '' : `<p class="who">${escapeHtml(machine)}</p>`;
  const made = '<p class="chip warn">SIMULATED: every figure here is made up by the simulator</p>';
  return `${name}${simulated === true ? made : ''}`;
}

const keysHelp =
  '<kbd>←</kbd> <kbd>→</kbd> move the cursor, <kbd>Page up</kbd> <kbd>Page down</kbd> by more, <kbd>+</kbd> <kbd>−</kbd> zoom, <kbd>0</kbd> shows all; or drag over a part';

function chartCard(
  { since, until, kept }: Report,
  { panes, from, until: end, times }: ChartData,
  { time }: Words,
): string {
  if (panes.length === 0) {
    const elsewhere = kept === null ? 'the journal holds none at all' : `it has some from ${time(kept.from)} on`;
    return `<section class="card"><h2>Over time</h2><p class="note">Nothing was measured in this time; ${elsewhere}.</p></section>`;
  }
  // The ends are known to a step.
  const step = ((times[1] ?? 0) - (times[0] ?? 0)) * 1000;
  const part = from - since > step || until - end > step;
  const shown = part ? `<p class="note">Measured from ${escapeHtml(time(from))} to ${escapeHtml(time(end))}.</p>` : '';
  return `<section class="card"><h2 id="course">Over time</h2>${shown}
<p class="at" id="now" role="status">Point at a time to read it.</p>
<div id="charts" class="charts" tabindex="0" role="application" aria-labelledby="course" aria-describedby="keys"></div>
<p class="note help" id="keys">In a chart: ${keysHelp}.</p></section>`;
}

const accountCard = (account: Words['account']): string =>
  account.length === 0
    ? ''
    : `<section class="card"><h2>Also</h2><dl>${account.map(accountItem).join('')}</dl></section>`;

function accountItem(line: string): string {
  const [name = '', ...rest] = line.split(/\s{2,}/);
  return `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(rest.join(' '))}</dd></div>`;
}

/** One line for each period or group, with its energy as a bar. */
function rowsOf<T extends Use>(uses: readonly T[], nameOf: (use: T) => string, words: Words): Row[] {
  const domain = mainDomain(uses);
  const main = uses.filter(u => u.domain === domain);
  const most = Math.max(...main.map(u => u.joules), Number.MIN_VALUE);
  return main.map(u => ({ cells: [nameOf(u), ...cellsOf(u, words)], share: u.joules / most }));
}

const usesCard = ({ uses, by }: Report, words: Words): string =>
  tableCard(
    `By ${by}`,
    ['from', ...headings],
    rowsOf(uses, u => words.period(u.from), words),
    'long',
  );

const groupCard = ({ groups }: Report, by: (typeof groupNames)[number], words: Words): string =>
  tableCard(
    `By ${by}`,
    [by, ...headings],
    rowsOf(groups[by], u => u.group, words),
  );

function usageCard({ by }: Report, { usage }: Words): string {
  if (usage === undefined) return '';
  if (typeof usage === 'string')
    return `<section class="card"><h2>By ${escapeHtml(by)}</h2><p class="note">${escapeHtml(usage)}</p></section>`;
  return tableCard(
    `By ${by}`,
    [userOf(by), ...usage.headings],
    usage.rows.map(cells => ({ cells })),
    'long',
  );
}

function decisionCard(decisions: readonly DecisionSummary[], { time, span }: Words): string {
  if (decisions.length === 0) return '';
  const line = ({ at, until, scope, why }: DecisionSummary): string =>
    `<li><span class="time">${escapeHtml(`${time(at)}, for ${span(until - at)}`)}</span><span class="scope">${escapeHtml(scope)}</span><span class="why">${escapeHtml(why)}</span></li>`;
  return `<section class="card"><h2 id="decisions">Newest decisions</h2>
<ul class="lines scroll" tabindex="0" role="list" aria-labelledby="decisions">${decisions.map(line).join('\n')}</ul></section>`;
}
