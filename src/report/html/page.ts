import { total, type Use } from '../energy.js';
import type { GroupName, GroupUse } from '../groups.js';
import type { Report } from '../report.js';
import { pageAssets } from './assets.js';
import type { ChartData } from './chart-data.js';
import { escapeHtml, jsonForScript } from './escape.js';
import { pageStyle } from './style.js';

/** Something that was decided, in words. */
export interface DecisionLine {
  readonly at: number;
  readonly scope: string;
  readonly why: string;
}

/** How quantities, times and their like are written; the page says them as the table does. */
export interface Words {
  readonly time: (ms: number) => string;
  readonly energy: (joules: number) => string;
  readonly power: (watts: number | null) => string;
  readonly temperature: (celsius: number | null) => string;
  readonly span: (ms: number) => string;
  readonly account: readonly string[];
}

/** One file that shows a report in any browser: everything is within it, and it asks the network for nothing. */
export function htmlOf(report: Report, chart: ChartData, decisions: readonly DecisionLine[], words: Words): string {
  const { uplot, uplotStyle, client } = pageAssets();
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

const figureHeads = ['energy', 'mean', 'peak', 'hottest', 'measured'];

const figureCells = (u: Use, words: Words): string[] => [
  words.energy(u.joules),
  words.power(Number.isFinite(u.meanWatts) ? u.meanWatts : null),
  words.power(u.peakWatts),
  words.temperature(u.hottest),
  words.span(u.measuredSeconds * 1000),
];

/** Packages where there are any, else the first domain: each line once. */
function shown<T extends Use>(uses: readonly T[]): readonly T[] {
  const domain = uses.some(u => u.domain === total) ? total : uses[0]?.domain;
  return uses.filter(u => u.domain === domain);
}

function usesTable({ uses, by }: Report, words: Words): string {
  const rows = shown(uses).map(u => [words.time(u.from), ...figureCells(u, words)]);
  return table(`By ${by}`, ['from', ...figureHeads], rows);
}

const groupTable = (by: GroupName, uses: readonly GroupUse[], words: Words): string =>
  table(
    `By ${by}`,
    [by, ...figureHeads],
    shown(uses).map(u => [u.group, ...figureCells(u, words)]),
  );

function decisionTable(decisions: readonly DecisionLine[], words: Words): string {
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
