import type { Point } from '../../journal/query/history.js';
import { isPackage } from '../../model/names.js';
import type { PeriodName } from '../../report/calendar.js';
import { total, type Use } from '../../report/energy.js';
import type { GroupName, GroupUse } from '../../report/groups.js';
import type { Report } from '../../report/report.js';
import { bar } from '../render/bar.js';
import { sparkline } from '../render/sparkline.js';
import type { Style } from '../render/style.js';
import { type Cell, type Column, table } from '../render/table.js';
import { energy, frequency, periodStart, power, span, temperature } from '../render/units.js';
import { accountLines } from './report-account.js';

const right = (title: string): Column => ({ title, align: 'right' });
const figures = [right('ENERGY'), right('MEAN'), right('PEAK'), right('HOTTEST'), right('MEASURED'), { title: '' }];
const barWidth = 16;
const groupTitles: Readonly<Record<GroupName, string>> = { profile: 'PROFILE', source: 'SOURCE', governor: 'GOVERNOR' };

/** The report in at most 80 columns: its course, one line for each part, and what it comes to. */
export function reportLines(report: Report, style: Style): string[] {
  const { by, groups } = report;
  const domain = shownDomain([...report.uses, ...groups.source]);
  const parts =
    by === 'profile' || by === 'source' || by === 'governor'
      ? groupLines(by, groups[by], domain, style)
      : periodLines(report.uses, by, domain, style);
  const others = (['profile', 'source'] as const)
    .filter(name => name !== by)
    .flatMap(name => ['', ...groupLines(name, groups[name], domain, style)]);
  return [
    ...courseLines(report, style),
    '',
    ...parts,
    '',
    ...sums(groups.source, style),
    ...others,
    '',
    ...accountLines(report),
  ];
}

/** All packages, or where no package is metered the first domain. */
const shownDomain = (uses: readonly Use[]): string | undefined =>
  uses.some(u => u.domain === total) ? total : uses[0]?.domain;

function periodLines(uses: readonly Use[], by: PeriodName, domain: string | undefined, style: Style): string[] {
  const rows = uses.filter(u => u.domain === domain);
  return lines('FROM', rows, u => periodStart(u.from, by), style);
}

function groupLines(by: GroupName, uses: readonly GroupUse[], domain: string | undefined, style: Style): string[] {
  return lines(
    groupTitles[by],
    uses.filter(u => u.domain === domain),
    u => u.group,
    style,
  );
}

function lines<T extends Use>(title: string, rows: readonly T[], nameOf: (use: T) => string, style: Style): string[] {
  const most = Math.max(...rows.map(u => u.joules));
  const cells = rows.map((u): Cell[] => [
    nameOf(u),
    energy(u.joules),
    power(finite(u.meanWatts)),
    power(u.peakWatts),
    temperature(u.hottest),
    span(u.measuredSeconds * 1000),
    bar(most > 0 ? u.joules / most : 0, barWidth, 'accent', style),
  ]);
  return table([{ title }, ...figures], cells, style);
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

/** Power, heat and clock as rows of columns over the whole time. */
function courseLines({ course, since, until, courseStepMs }: Report, style: Style): string[] {
  const from = since - (since % courseStepMs);
  const cells = Math.ceil((until - from) / courseStepMs);
  const row = (want: (p: Point) => boolean, merge: (points: readonly Point[]) => number): (number | undefined)[] => {
    const found = Array.from({ length: cells }, (): Point[] => []);
    for (const point of course) if (want(point)) found[Math.floor((point.at - from) / courseStepMs)]?.push(point);
    return found.map(points => (points.length === 0 ? undefined : merge(points)));
  };
  const mean = ({ integral, measuredMs }: Point): number => (measuredMs > 0 ? integral / measuredMs : 0);
  const packages = course.some(p => isPackage(p.name) && p.kind === 'energy');
  const isShown = (p: Point): boolean => p.kind === 'energy' && (packages ? isPackage(p.name) : true);
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
  // Of power and clock each column is a mean, and what the columns reach is no peak.
  return [
    ...shown('power', watts, power, 'mean '),
    ...shown('heat', heat, temperature),
    ...shown('clock', clocks, frequency, 'mean '),
  ];
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
