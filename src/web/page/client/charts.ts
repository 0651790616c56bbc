/// <reference lib="dom" />
/** Charts with one time axis. A mouse, a finger or the keyboard moves one cursor over all of them. */
import type uPlotType from 'uplot';
import { byId, make } from './dom.js';
import { colourOf, lineColours } from './theme.js';
import { axisText } from './words.js';

declare const uPlot: typeof uPlotType;

/** A chart's data: what stands beside a time for each line, null where nothing was measured. */
export interface ChartPane {
  readonly title: string;
  readonly unit: string;
  readonly bars: boolean;
  readonly lines: readonly { readonly name: string; readonly values: readonly (number | null)[] }[];
}

/** Width of the space for figures at the left of each chart; strips of time align with it. */
export const gutter = 48;
/** From so many points on, a line is thinner. */
const dense = 400;
export const margin = 20;

/** All charts of one place. */
export class Charts {
  private readonly place: HTMLElement;
  private readonly key: string;
  private readonly pointed: (index: number) => void;
  private plots: uPlotType[] = [];
  private panes: readonly ChartPane[] = [];
  private times: readonly number[] = [];
  private range: readonly [number, number] = [0, 1];
  private at = -1;

  /** `pointed` is told of the place among the times that the cursor is at. */
  constructor(id: string, pointed: (index: number) => void) {
    this.place = byId(id);
    this.key = id;
    this.pointed = pointed;
    this.place.addEventListener('keydown', event => this.pressed(event));
    new ResizeObserver(() => this.resize()).observe(this.place);
  }

  /** Shows other data; the charts are made anew only where there are others. */
  show(times: readonly number[], panes: readonly ChartPane[], range: readonly [number, number]): void {
    const shape = (all: readonly ChartPane[]): string =>
      JSON.stringify(all.map(p => [p.title, p.lines.map(l => l.name)]));
    const same = this.plots.length > 0 && shape(panes) === shape(this.panes);
    [this.times, this.panes, this.range] = [times, panes, range];
    if (!same) this.draw();
    else
      for (const [i, plot] of this.plots.entries())
        plot.batch(() => {
          plot.setData(this.dataOf(i), false);
          plot.setScale('x', { min: range[0], max: range[1] });
        });
  }

  draw(): void {
    for (const plot of this.plots) plot.destroy();
    this.place.replaceChildren();
    this.plots = this.panes.map((pane, i) => {
      const figure = make('figure', '', [captionOf(pane)]);
      this.place.append(figure);
      return new uPlot(this.optionsOf(pane), this.dataOf(i), figure);
    });
  }

  private dataOf(i: number): uPlotType.AlignedData {
    return [[...this.times], ...(this.panes[i]?.lines ?? []).map(line => [...line.values])];
  }

  private optionsOf(pane: ChartPane): uPlotType.Options {
    const colours = lineColours();
    const axis = {
      stroke: colourOf('--faint'),
      grid: { stroke: colourOf('--line'), width: 1 },
      ticks: { show: false },
      font: '12px system-ui, sans-serif',
    };
    const width = this.place.clientWidth;
    return {
      width,
      height: width < 600 ? 124 : 148,
      padding: [6, margin, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: this.key }, drag: { x: false, y: false }, points: { size: 7 } },
      scales: {
        x: { time: true, range: () => [this.range[0], this.range[1]] },
        y: { range: (_u, low, high) => [Math.min(0, low ?? 0), Math.max((high ?? 0) * 1.15, 1e-3)] },
      },
      axes: [
        {
          ...axis,
          size: 26,
          gap: 4,
          space: 64,
          values: (_u, at) => at.map(seconds => axisText(seconds * 1000, this.range[1] - this.range[0])),
        },
        { ...axis, size: gutter, gap: 6, space: 34 },
      ],
      series: [{}, ...pane.lines.map((line, i) => this.seriesOf(line.name, pane, colours, i))],
      hooks: { setCursor: [plot => typeof plot.cursor.idx === 'number' && this.point(plot.cursor.idx)] },
    };
  }

  private seriesOf(label: string, { bars, lines }: ChartPane, colours: readonly string[], i: number): uPlotType.Series {
    const stroke = colours[i % colours.length] ?? '';
    const paths = bars ? uPlot.paths.bars?.({ size: [0.8] }) : undefined;
    return {
      label,
      stroke,
      width: this.times.length > dense ? 1.25 : 1.75,
      dash: i < colours.length ? [] : [4, 3],
      // A value between two gaps has no line.
      points: { show: true, size: 4, fill: stroke, filter: (_u, series) => alone(lines[series - 1]?.values ?? []) },
      spanGaps: false,
      ...(paths === undefined ? (lines.length === 1 ? { fill: `${stroke}1f` } : {}) : { fill: `${stroke}66`, paths }),
    };
  }

  private point(index: number): void {
    this.at = index;
    this.pointed(index);
  }

  private pressed(event: KeyboardEvent): void {
    const last = this.times.length - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: this.at - 1,
      ArrowRight: this.at + 1,
      PageUp: this.at - 20,
      PageDown: this.at + 20,
      Home: 0,
      End: last,
    };
    const to = event.ctrlKey || event.metaKey || event.altKey ? undefined : steps[event.key];
    if (to === undefined || last < 0) return;
    event.preventDefault();
    const index = Math.max(0, Math.min(last, this.at < 0 && event.key !== 'Home' ? last : to));
    for (const plot of this.plots) plot.setCursor({ left: plot.valToPos(this.times[index] ?? 0, 'x'), top: 10 }, false);
    this.point(index);
  }

  private resize(): void {
    const width = this.place.clientWidth;
    for (const plot of this.plots) if (plot.width !== width && width > 0) plot.setSize({ width, height: plot.height });
  }
}

/** A chart's title with its lines by colour: uPlot's own legend is a table that changes with each move. */
function captionOf({ title, unit, lines }: ChartPane): HTMLElement {
  const caption = make('figcaption', '', [make('span', 'title', unit === '' ? title : `${title}, ${unit}`)]);
  if (lines.length < 2) return caption;
  for (const [i, { name }] of lines.entries()) {
    const swatch = make('i', 'swatch');
    swatch.style.background = lineColours()[i % lineColours().length] ?? '';
    caption.append(make('span', 'key', [swatch, make('span', '', name)]));
  }
  return caption;
}

/** Places of values whose neighbours are missing. */
const alone = (values: readonly (number | null)[]): number[] =>
  values.flatMap((value, i) => (value !== null && values[i - 1] == null && values[i + 1] == null ? [i] : []));
