import type { Point } from '../../journal/query/history.js';

/** One line of a chart; null where nothing was measured. */
export interface Line {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface Pane {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  /** Counts are drawn as bars. */
  readonly bars: boolean;
}

/** Charts with one time axis: the data of the page's script. */
export interface ChartData {
  /** The report's time zone; the browser's may differ. */
  readonly zone: string;
  /** The ends of the axis; UTC ms. */
  readonly from: number;
  readonly until: number;
  /** Seconds since 1970, in even steps. */
  readonly times: readonly number[];
  readonly panes: readonly Pane[];
}

export interface Counted {
  readonly at: number;
  readonly count: number;
}

/** A shorter axis would be no more than a line. */
const fewestSteps = 6;

interface Axis {
  readonly from: number;
  readonly cells: number;
  readonly step: number;
}

/** Power, temperature, frequency and decisions by the same steps. A pane without data is left out. */
export function chartData(
  zone: string,
  since: number,
  until: number,
  step: number,
  course: readonly Point[],
  decisions: readonly Counted[],
): ChartData {
  const from = since - (since % step);
  const axis = { from, step, cells: Math.ceil((until - from) / step) };
  const times = Array.from({ length: axis.cells }, (_, i) => (from + i * step) / 1000);
  const of = (kind: Point['kind']): Point[] => course.filter(p => p.kind === kind && p.measuredMs > 0);
  const mean = ({ integral, measuredMs }: Point): number => integral / measuredMs;
  const panes: Pane[] = [
    { title: 'Power', unit: 'W', bars: false, lines: linesOf(of('energy'), mean, axis) },
    {
      title: 'Temperature, hottest zone',
      unit: '°C',
      bars: false,
      lines: linesOf(of('temperature'), p => (p.max ?? 0) / 1000, axis),
    },
    { title: 'Frequency', unit: 'GHz', bars: false, lines: linesOf(of('frequency'), p => mean(p) / 1e6, axis) },
    { title: 'Decisions', unit: '', bars: true, lines: countsOf(decisions, axis) },
  ];
  return {
    zone,
    from: since,
    until: Math.max(until, since + fewestSteps * step),
    times,
    panes: panes.filter(pane => pane.lines.length > 0),
  };
}

function linesOf(points: readonly Point[], figureOf: (p: Point) => number, { from, step, cells }: Axis): Line[] {
  const lines = new Map<string, (number | null)[]>();
  for (const point of points) {
    const values = lines.get(point.name) ?? new Array<number | null>(cells).fill(null);
    values[Math.floor((point.at - from) / step)] = Number(figureOf(point).toPrecision(4));
    lines.set(point.name, values);
  }
  return [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, values]) => ({ name, values }));
}

function countsOf(decisions: readonly Counted[], { from, step, cells }: Axis): Line[] {
  if (decisions.length === 0) return [];
  const values = new Array<number | null>(cells).fill(0);
  for (const { at, count } of decisions) values[Math.floor((at - from) / step)] = count;
  return [{ name: 'decisions', values }];
}
