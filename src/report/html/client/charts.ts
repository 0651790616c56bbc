/// <reference lib="dom" />
/** Charts with one time axis. A mouse, a finger or the keyboard moves one cursor over all of them. */
import type uPlotType from 'uplot';
import type { Pane } from '../chart-data.js';
import { captionOf, type Habits, optionsOf } from './chart-options.js';
import { byId, make } from './dom.js';

declare const uPlot: typeof uPlotType;

type Range = readonly [number, number];

const zoomStep = 1.5;
/** Steps that are shown at least. */
const fewest = 4;

/** All charts of one place. */
export class Charts {
  private readonly place: HTMLElement;
  private readonly key: string;
  private readonly habits: Habits;
  private readonly pointed: (index: number) => void;
  private plots: uPlotType[] = [];
  private panes: readonly Pane[] = [];
  private times: readonly number[] = [];
  private whole: Range = [0, 1];
  private range: Range = [0, 1];
  private at = -1;

  /** `pointed` is told of the place among the times that the cursor is at. */
  constructor(id: string, habits: Habits, pointed: (index: number) => void) {
    this.place = byId(id);
    this.key = id;
    this.habits = habits;
    this.pointed = pointed;
    this.place.addEventListener('keydown', event => this.pressed(event));
    if (habits.zooms === true) this.place.addEventListener('dblclick', () => this.zoom(this.whole));
    new ResizeObserver(() => this.resize()).observe(this.place);
  }

  /** Shows other data; the charts are made anew only where there are others. */
  show(times: readonly number[], panes: readonly Pane[], range: Range): void {
    const shape = (all: readonly Pane[]): string => JSON.stringify(all.map(p => [p.title, p.lines.map(l => l.name)]));
    const same = this.plots.length > 0 && shape(panes) === shape(this.panes);
    [this.times, this.panes, this.range, this.whole] = [times, panes, range, range];
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
    const course = {
      ...this.habits,
      key: this.key,
      width: this.place.clientWidth,
      points: this.times.length,
      range: () => this.range,
      pointed: (index: number) => this.point(index),
      selected: (from: number, to: number) => this.zoom([from, to]),
    };
    this.plots = this.panes.map((pane, i) => {
      const figure = make('figure', '', [captionOf(pane)]);
      this.place.append(figure);
      return new uPlot(optionsOf(pane, course), this.dataOf(i), figure);
    });
  }

  private dataOf(i: number): uPlotType.AlignedData {
    return [[...this.times], ...(this.panes[i]?.lines ?? []).map(line => [...line.values])];
  }

  private point(index: number): void {
    this.at = index;
    this.pointed(index);
  }

  /** Shows a part of the time alone. */
  private zoom([from, to]: Range): void {
    const least = ((this.times[1] ?? 1) - (this.times[0] ?? 0)) * fewest;
    if (to - from < least) return;
    this.range = [Math.max(this.whole[0], from), Math.min(this.whole[1], to)];
    for (const plot of this.plots) plot.setScale('x', { min: this.range[0], max: this.range[1] });
  }

  private zoomBy(factor: number): void {
    const middle = this.times[this.at] ?? this.range[1];
    const half = ((this.range[1] - this.range[0]) * factor) / 2;
    this.zoom([middle - half, middle + half]);
  }

  private pressed(event: KeyboardEvent): void {
    const last = this.times.length - 1;
    const walks: Readonly<Record<string, number>> = {
      ArrowLeft: this.at - 1,
      ArrowRight: this.at + 1,
      PageUp: this.at - 20,
      PageDown: this.at + 20,
      Home: 0,
      End: last,
    };
    const zooms: Readonly<Record<string, () => void>> = {
      '+': () => this.zoomBy(1 / zoomStep),
      '-': () => this.zoomBy(zoomStep),
      '0': () => this.zoom(this.whole),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || last < 0) return;
    const to = walks[event.key];
    const zoom = this.habits.zooms === true ? zooms[event.key] : undefined;
    if (to === undefined && zoom === undefined) return;
    event.preventDefault();
    zoom?.();
    if (to !== undefined) this.walk(Math.max(0, Math.min(last, this.at < 0 && event.key !== 'Home' ? last : to)));
  }

  /** The shown part follows the cursor. */
  private walk(index: number): void {
    const time = this.times[index] ?? 0;
    const span = this.range[1] - this.range[0];
    if (time < this.range[0]) this.zoom([time, time + span]);
    if (time > this.range[1]) this.zoom([time - span, time]);
    for (const plot of this.plots) plot.setCursor({ left: plot.valToPos(time, 'x'), top: 10 }, false);
    this.point(index);
  }

  private resize(): void {
    const width = this.place.clientWidth;
    for (const plot of this.plots) if (plot.width !== width && width > 0) plot.setSize({ width, height: plot.height });
  }
}
