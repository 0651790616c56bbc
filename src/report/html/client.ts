/// <reference lib="dom" />
/** Runs in the browser: draws the charts and moves the cursor by mouse, touch or keyboard. */
import type uPlotType from 'uplot';
import type { ChartData, Pane } from './chart-data.js';

declare const uPlot: typeof uPlotType;

const parsed: unknown = JSON.parse(document.getElementById('data')?.textContent ?? '{}');
const { zone, times, panes } = parsed as ChartData;
const root = document.documentElement;
const charts = document.getElementById('charts');
const now = document.getElementById('now');
const zoomSteps = 1.5;

/** Okabe and Ito's colours, which colour-blind people can tell apart, in versions for a light and a dark background. */
const light = ['#0072b2', '#b34a00', '#007a5a', '#8a3f78'];
const dark = ['#56b4e9', '#e69f00', '#2fc79a', '#d98cc0'];
const isDark = (): boolean => getComputedStyle(root).colorScheme === 'dark';
const colour = (name: string): string => getComputedStyle(root).getPropertyValue(name).trim();

let plots: uPlotType[] = [];
let at = times.length - 1;
let range: readonly [number, number] = [times[0] ?? 0, times.at(-1) ?? 0];
const whole = range;

function options(pane: Pane, width: number): uPlotType.Options {
  const colours = isDark() ? dark : light;
  const axis = {
    stroke: colour('--faint'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line') },
  };
  return {
    width,
    height: width < 600 ? 130 : 170,
    padding: [8, 8, 0, 0],
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1000), zone),
    cursor: { sync: { key: 'time' }, drag: { x: true, y: false } },
    scales: {
      x: { time: true, range: () => [range[0], range[1]] },
      y: { range: (_u, low, high) => [Math.min(0, low ?? 0), Math.max((high ?? 0) * 1.1, 1e-3)] },
    },
    axes: [axis, { ...axis, size: 46 }],
    series: [
      {},
      ...pane.lines.map(({ name }, i) => ({
        label: name,
        stroke: colours[i % colours.length] ?? '',
        width: 1.5,
        dash: i < colours.length ? [] : [4, 3],
        points: { show: false },
        ...(pane.bars && uPlot.paths.bars !== undefined
          ? { fill: colours[i % colours.length] ?? '', paths: uPlot.paths.bars({ size: [0.9] }) }
          : {}),
      })),
    ],
    hooks: {
      setCursor: [plot => typeof plot.cursor.idx === 'number' && show(plot.cursor.idx)],
      setSelect: [
        plot => zoom(plot.posToVal(plot.select.left, 'x'), plot.posToVal(plot.select.left + plot.select.width, 'x')),
      ],
    },
  };
}

function draw(): void {
  if (charts === null) return;
  for (const plot of plots) plot.destroy();
  plots = panes.map((pane, i) => {
    const figure = charts.querySelectorAll('figure')[i];
    const data: uPlotType.AlignedData = [[...times], ...pane.lines.map(line => [...line.values])];
    return new uPlot(options(pane, charts.clientWidth), data, figure);
  });
}

/** Writes the values at a time as text: the legend of all panes, also for screen readers. */
function show(index: number): void {
  at = index;
  const time = new Date((times[index] ?? 0) * 1000).toLocaleString(undefined, { timeZone: zone });
  const values = panes.flatMap(pane =>
    pane.lines.map(({ name, values: all }) => {
      const value = all[index];
      return `${name} ${value === null || value === undefined ? '–' : value} ${pane.unit}`.trim();
    }),
  );
  if (now !== null) now.textContent = `${time}: ${values.join(', ')}`;
}

function zoom(from: number, to: number): void {
  const least = ((times[1] ?? 1) - (times[0] ?? 0)) * 4;
  if (to - from < least) return;
  range = [Math.max(whole[0], from), Math.min(whole[1], to)];
  for (const plot of plots) plot.setScale('x', { min: range[0], max: range[1] });
}

function walk(index: number): void {
  at = Math.max(0, Math.min(times.length - 1, index));
  const time = times[at] ?? 0;
  const span = range[1] - range[0];
  if (time < range[0]) zoom(time, time + span);
  if (time > range[1]) zoom(time - span, time);
  for (const plot of plots) plot.setCursor({ left: plot.valToPos(time, 'x'), top: 10 }, false);
  show(at);
}

function zoomAt(factor: number): void {
  const time = times[at] ?? 0;
  const half = ((range[1] - range[0]) * factor) / 2;
  zoom(time - half, time + half);
}

const keys: Readonly<Record<string, () => void>> = {
  ArrowLeft: () => walk(at - 1),
  ArrowRight: () => walk(at + 1),
  PageUp: () => walk(at - 20),
  PageDown: () => walk(at + 20),
  Home: () => walk(0),
  End: () => walk(times.length - 1),
  '+': () => zoomAt(1 / zoomSteps),
  '-': () => zoomAt(zoomSteps),
  '0': () => zoom(...whole),
};

charts?.addEventListener('keydown', event => {
  const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
  if (act === undefined) return;
  event.preventDefault();
  act();
});
charts?.addEventListener('dblclick', () => zoom(...whole));
document.getElementById('theme')?.addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark';
  draw();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
addEventListener('resize', () => {
  for (const plot of plots) plot.setSize({ width: charts?.clientWidth ?? plot.width, height: plot.height });
});
draw();
