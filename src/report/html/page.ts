import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cellsOf, headings, type Quantities } from '../columns.js';
import { mainDomain, type Use } from '../energy.js';
import type { GroupName, GroupUse } from '../groups.js';
import type { Report } from '../report.js';
import type { ChartData } from './chart-data.js';
import { escapeHtml, jsonForScript } from './escape.js';
import { pageStyle } from './style.js';

/** A decision in words. */
export interface DecisionSummary {
  readonly at: number;
  readonly scope: string;
  readonly why: string;
}

/** How quantities and times are written. */
export interface Words extends Quantities {
  readonly time: (ms: number) => string;
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
  const client = textOf('./client.js');
  const policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";
  const title = `Energy of ${report.machine ?? 'this machine'}, ${words.time(report.since)} to ${words.time(report.until)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(title)}</title>
<style>${uplotStyle}${pageStyle}</style>
</head>
<body>
<header><h1>${escapeHtml(title)}</h1><button id="theme" type="button">Light or dark</button></header>
<main>
${report.simulated === true ? '<p class="simulated">SIMULATED: every figure here is made up by the simulator</p>' : ''}
<dl>${words.account.map(accountItem).join('')}</dl>
<h2 id="course">Course</h2>
<p id="keys"><kbd>←</kbd> <kbd>→</kbd> walk, <kbd>Page up</kbd> <kbd>Page down</kbd> walk fast, <kbd>+</kbd> <kbd>−</kbd> zoom, <kbd>0</kbd> shows all; or drag over a part.</p>
<p id="now" role="status" aria-live="polite">&nbsp;</p>
<div id="charts" tabindex="0" role="application" aria-labelledby="course" aria-describedby="keys">
${chart.panes.map(({ title, unit }) => `<figure><figcaption>${escapeHtml(unit === '' ? title : `${title}, ${unit}`)}</figcaption></figure>`).join('\n')}
</div>
${usesTable(report, words)}
${usageTable(report, words)}
${(['profile', 'source', 'governor'] as const).map(by => groupTable(by, report.groups[by], words)).join('\n')}
${decisionTable(decisions, words)}
<p>Times in ${escapeHtml(report.zone)}.</p>
</main>
<script type="application/json" id="data">${jsonForScript(chart)}</script>
<script>${uplot}</script>
<script type="module">${client.replace(/^\/\/# sourceMappingURL.*$/m, '')}</script>
</body>
</html>
`;
}

function accountItem(line: string): string {
  const [name = '', ...rest] = line.split(/\s{2,}/);
  return `<div><dt>${escapeHtml(name)}</dt><dd>${escapeHtml(rest.join(' '))}</dd></div>`;
}

function usesTable({ uses, by }: Report, words: Words): string {
  const rows = mainUses(uses).map(u => [words.time(u.from), ...cellsOf(u, words)]);
  return table(`By ${by}`, ['from', ...headings], rows);
}

function usageTable({ by }: Report, { usage }: Words): string {
  if (usage === undefined) return '';
  if (typeof usage === 'string') return `<p>${escapeHtml(usage)}</p>`;
  return table(`By ${by}`, [by === 'gpu' ? 'application' : by, ...usage.headings], usage.rows);
}

/** One line for each period or group. */
function mainUses<T extends Use>(uses: readonly T[]): readonly T[] {
  const domain = mainDomain(uses);
  return uses.filter(u => u.domain === domain);
}

const groupTable = (by: GroupName, uses: readonly GroupUse[], words: Words): string =>
  table(
    `By ${by}`,
    [by, ...headings],
    mainUses(uses).map(u => [u.group, ...cellsOf(u, words)]),
  );

function decisionTable(decisions: readonly DecisionSummary[], words: Words): string {
  const rows = decisions.map(d => [words.time(d.at), d.scope, d.why]);
  return table('Newest decisions', ['from', 'scope', 'why'], rows, 2);
}

function table(title: string, head: readonly string[], rows: readonly (readonly string[])[], prose = -1): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string =>
    `<tr>${cells.map((c, i) => `<td${i === prose ? ' class="why"' : ''}>${escapeHtml(c)}</td>`).join('')}</tr>`;
  const heads = head.map(h => `<th scope="col">${escapeHtml(h)}</th>`).join('');
  return `<h2>${escapeHtml(title)}</h2>
<div class="wide" tabindex="0" role="region" aria-label="${escapeHtml(title)}"><table><thead><tr>${heads}</tr></thead><tbody>
${rows.map(line).join('\n')}
</tbody></table></div>`;
}
