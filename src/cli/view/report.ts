import type { PeriodName } from '../../report/calendar.js';
import { total, type Use } from '../../report/energy.js';
import { bar } from '../render/bar.js';
import type { Style } from '../render/style.js';
import { type Cell, table } from '../render/table.js';
import { energy, periodStart, power, span, temperature } from '../render/units.js';

const head = [
  { title: 'FROM' },
  { title: 'ENERGY', align: 'right' },
  { title: 'MEAN', align: 'right' },
  { title: 'PEAK', align: 'right' },
  { title: 'HOTTEST', align: 'right' },
  { title: 'MEASURED', align: 'right' },
  { title: '' },
] as const;

const barWidth = 16;

/** What was used, one line a period: all packages, or where no package is metered the first domain. Below it each domain's sum. */
export function reportLines(uses: readonly Use[], by: PeriodName, style: Style): string[] {
  const shown = uses.some(u => u.domain === total) ? total : uses[0]?.domain;
  const rows = uses.filter(u => u.domain === shown);
  const most = Math.max(...rows.map(u => u.joules));
  const lines = rows.map((u): Cell[] => [
    periodStart(u.from, by),
    energy(u.joules),
    power(u.meanWatts),
    power(u.peakWatts),
    temperature(u.hottest),
    span(u.measuredSeconds * 1000),
    bar(most > 0 ? u.joules / most : 0, barWidth, 'accent', style),
  ]);
  return [...table(head, lines, style), '', ...sums(uses, style)];
}

function sums(uses: readonly Use[], style: Style): string[] {
  const domains = [...new Set(uses.map(u => u.domain))];
  const rows = domains.map((domain): Cell[] => {
    const of = uses.filter(u => u.domain === domain);
    const sum = (value: (u: Use) => number): number => of.reduce((a, u) => a + value(u), 0);
    const [joules, seconds] = [sum(u => u.joules), sum(u => u.measuredSeconds)];
    return [domain, energy(joules), power(seconds > 0 ? joules / seconds : null), span(seconds * 1000)];
  });
  const titles = [
    { title: 'IN ALL' },
    { title: 'ENERGY', align: 'right' },
    { title: 'MEAN', align: 'right' },
    { title: 'MEASURED' },
  ] as const;
  return table(titles, rows, style);
}
