/// <reference lib="dom" />
/** How uPlot draws one chart. */
import type uPlotType from 'uplot';
import type { Pane } from '../chart-data.js';
import { make } from './dom.js';
import { colourOf, lineColours } from './theme.js';

declare const uPlot: typeof uPlotType;

/** Width of the space for figures at the left of each chart; strips of time align with it. */
export const gutter = 48;
export const margin = 20;
/** From so many points on, a line is thinner. */
const dense = 400;
/** Up to so many, each is a point: a line of a few is hardly seen. */
const few = 40;
/** Of the smallest letters, and between two times. */
const [letter, apart] = [7, 16];

/** How the charts of one place tell times, and what may be done with them. */
export interface Habits {
  /** A time in ms on an axis that spans so many seconds. */
  readonly axisText: (ms: number, span: number) => string;
  /** Whose midnights the axis marks; the reader's where none is named. */
  readonly zone?: string;
  /** Whether a part may be shown alone. */
  readonly zooms?: boolean;
}

/** What the charts of one place have in common. */
export interface Course extends Habits {
  readonly key: string;
  readonly width: number;
  readonly points: number;
  readonly range: () => readonly [number, number];
  readonly pointed: (index: number) => void;
  readonly selected: (from: number, to: number) => void;
}

export function optionsOf(pane: Pane, course: Course): uPlotType.Options {
  const { key, width, range, zone, zooms = false, axisText, pointed, selected } = course;
  const colours = lineColours();
  const axis = {
    stroke: colourOf('--faint'),
    grid: { stroke: colourOf('--line'), width: 1 },
    ticks: { show: false },
    font: '12px system-ui, sans-serif',
  };
  const span = (): number => range()[1] - range()[0];
  const written = (): number => axisText((range()[0] + span() / 2) * 1000, span()).length;
  return {
    width,
    height: width < 600 ? 124 : 148,
    padding: [6, margin, 0, 0],
    legend: { show: false },
    ...(zone === undefined ? {} : { tzDate: (seconds: number) => uPlot.tzDate(new Date(seconds * 1000), zone) }),
    cursor: { sync: { key }, drag: { x: zooms, y: false }, points: { size: 7 } },
    scales: {
      x: { time: true, range: () => [...range()] },
      y: { range: (_u, low, high) => [Math.min(0, low ?? 0), Math.max((high ?? 0) * 1.15, 1e-3)] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        gap: 4,
        space: () => Math.max(64, written() * letter + apart),
        values: (_u, at) => at.map(seconds => axisText(seconds * 1000, span())),
      },
      { ...axis, size: gutter, gap: 6, space: 34 },
    ],
    series: [{}, ...pane.lines.map((line, i) => seriesOf(line.name, pane, colours, i, course.points))],
    hooks: {
      setCursor: [plot => typeof plot.cursor.idx === 'number' && pointed(plot.cursor.idx)],
      setSelect: [
        ({ select: { left, width: wide }, posToVal }) =>
          zooms && wide > 0 && selected(posToVal(left, 'x'), posToVal(left + wide, 'x')),
      ],
    },
  };
}

function seriesOf(
  label: string,
  { bars, lines }: Pane,
  colours: readonly string[],
  i: number,
  points: number,
): uPlotType.Series {
  const stroke = colours[i % colours.length] ?? '';
  const paths = bars ? uPlot.paths.bars?.({ size: [0.8, 48] }) : undefined;
  return {
    label,
    stroke,
    width: points > dense ? 1.25 : 1.75,
    dash: i < colours.length ? [] : [4, 3],
    points: { show: !bars, size: 5, fill: stroke, filter: (plot, series) => dots([...(plot.data[series] ?? [])]) },
    spanGaps: false,
    ...(paths === undefined ? (lines.length === 1 ? { fill: `${stroke}1f` } : {}) : { fill: `${stroke}66`, paths }),
  };
}

/** A chart's title with its lines by colour: uPlot's own legend is a table that changes with each move. */
export function captionOf({ title, unit, lines }: Pane): HTMLElement {
  const caption = make('figcaption', '', [make('span', 'title', unit === '' ? title : `${title}, ${unit}`)]);
  if (lines.length < 2) return caption;
  for (const [i, { name }] of lines.entries()) {
    const swatch = make('i', 'swatch');
    swatch.style.background = lineColours()[i % lineColours().length] ?? '';
    caption.append(make('span', 'key', [swatch, make('span', '', name)]));
  }
  return caption;
}

/** Places of values that are drawn as points: all of a few, else those that have no line since their neighbours are missing. */
const dots = (values: readonly (number | null | undefined)[]): number[] =>
  values.flatMap((value, i) =>
    value != null && (values.length <= few || (values[i - 1] == null && values[i + 1] == null)) ? [i] : [],
  );
