import type { Point } from '../../journal/query/history.js';
import { energy, span } from '../../model/format.js';
import { cellsOf, headings } from '../../report/columns.js';
import { mainDomain, meterOfSums, type Use } from '../../report/energy.js';
import type { GroupName, GroupUse } from '../../report/groups.js';
import { isGroup, isWay, type Report } from '../../report/report.js';
import { bar } from '../render/bar.js';
import { sparkline } from '../render/sparkline.js';
import type { Style } from '../render/style.js';
import { type Cell, type Column, table } from '../render/table.js';
import { wrap } from '../render/text.js';
import { frequency, periodStart, power, temperature } from '../render/units.js';
import { accountIndent, accountLines } from './report-account.js';
import { usageLines } from './usage.js';

const right = (title: string): Column => ({ title, align: 'right' });
const quantities = { energy, power, temperature, span };
const barWidth = 16;
const columns = 80;
const groupTitles: Readonly<Record<GroupName, string>> = { profile: 'PROFILE', source: 'SOURCE', governor: 'GOVERNOR' };

/** The report in at most 80 columns: charts, one line for each part, and totals. */
export function reportLines(report: Report, style: Style): string[] {
  const { by, groups, usage } = report;
  const domain = mainDomain([...report.uses, ...groups.source]);
  const main = <T extends Use>(uses: readonly T[]): T[] => uses.filter(u => u.domain === domain);
  const parts = isGroup(by)
    ? groupLines(by, main(groups[by]), style)
    : isWay(by)
      ? usageLines(usage, style)
      : lines('FROM', main(report.uses), u => periodStart(u.from, by), style);
  const others = (['profile', 'source'] as const)
    .filter(name => name !== by)
    .flatMap(name => ['', ...groupLines(name, main(groups[name]), style)]);
  return [
    ...courseLines(report, style),
    '',
    ...parts,
    '',
    ...sums(groups.source, style),
    ...others,
    '',
    ...accountLines(report).flatMap(hanging),
  ];
}

/** What is too long goes on below its beginning. */
const hanging = (line: string): string[] =>
  wrap(line.slice(accountIndent), columns - accountIndent).map(
    (text, i) => (i === 0 ? line.slice(0, accountIndent) : ' '.repeat(accountIndent)) + text,
  );

const groupLines = (by: GroupName, uses: readonly GroupUse[], style: Style): string[] =>
  lines(groupTitles[by], uses, u => u.group, style);

/** One line for each period or group, with a bar of its energy. */
function lines<T extends Use>(title: string, uses: readonly T[], nameOf: (use: T) => string, style: Style): string[] {
  const most = Math.max(...uses.map(u => u.joules));
  const rows = uses.map((u): Cell[] => [
    nameOf(u),
    ...cellsOf(u, quantities),
    bar(most > 0 ? u.joules / most : 0, barWidth, 'accent', style),
  ]);
  return table([{ title }, ...headings.map(h => right(h.toUpperCase())), { title: '' }], rows, style);
}

/** Every domain over the whole time. */
function sums(uses: readonly GroupUse[], style: Style): string[] {
  const rows = [...new Set(uses.map(u => u.domain))].map((domain): Cell[] => {
    const of = uses.filter(u => u.domain === domain);
    const sum = (value: (u: Use) => number): number => of.reduce((a, u) => a + value(u), 0);
    const [joules, seconds] = [sum(u => u.joules), sum(u => u.measuredSeconds)];
    return [
      domain,
      energy(joules),
      `${joules.toFixed(0)} J`,
      power(seconds > 0 ? joules / seconds : null),
      span(seconds * 1000),
    ];
  });
  return table([{ title: 'IN ALL' }, right('ENERGY'), right(''), right('MEAN'), { title: 'MEASURED' }], rows, style);
}

/** Power, temperature and frequency from their first measurement to the last, as sparklines. */
function courseLines({ course, courseFrom, courseUntil, courseStepMs }: Report, style: Style): string[] {
  const from = courseFrom - (courseFrom % courseStepMs);
  const cells = Math.ceil((courseUntil - from) / courseStepMs);
  const row = (want: (p: Point) => boolean, merge: (points: readonly Point[]) => number): (number | undefined)[] => {
    const found = Array.from({ length: cells }, (): Point[] => []);
    for (const point of course) if (want(point)) found[Math.floor((point.at - from) / courseStepMs)]?.push(point);
    return found.map(points => (points.length === 0 ? undefined : merge(points)));
  };
  const mean = ({ integral, measuredMs }: Point): number => (measuredMs > 0 ? integral / measuredMs : 0);
  const meter = meterOfSums(course);
  const isShown = (p: Point): boolean => p.kind === 'energy' && (meter?.domains.includes(p.name) ?? true);
  const watts = row(isShown, points => points.reduce((sum, p) => sum + mean(p), 0));
  const heat = row(
    p => p.kind === 'temperature',
    points => Math.max(...points.map(p => (p.max ?? 0) / 1000)),
  );
  const clocks = row(
    p => p.kind === 'frequency',
    points => points.reduce((sum, p) => sum + mean(p), 0) / points.length,
  );
  const shown = (
    name: string,
    values: readonly (number | undefined)[],
    unit: (value: number) => string,
    what = '',
  ): string[] => {
    const known = values.filter(value => value !== undefined);
    if (known.length === 0) return [];
    return [`${name.padEnd(6)}${style.paint('accent', sparkline(values))}  ${what}≤ ${unit(Math.max(...known))}`];
  };
  // Each column of power and clock is a mean, so the highest column is not a peak.
  return [
    ...shown('power', watts, power, 'mean '),
    ...shown('heat', heat, temperature),
    ...shown('clock', clocks, frequency, 'mean '),
  ];
}
