/// <reference lib="dom" />
/** The last minutes, second by second. */

import type { Pane } from '../../../report/html/chart-data.js';
import { Charts } from '../../../report/html/client/charts.js';
import { write } from '../../../report/html/client/dom.js';
import { type Moment, Recent, recentMs } from '../../told/recent.js';
import { axisText, clockText, heatText, timeText, wattsText } from './words.js';

/** Over a longer pause no line is drawn. */
const pauseMs = 25_000;
const leastShownMs = 60_000;

let recent = new Recent();
let liveCharts: Charts | undefined;

export function showRecent(all: readonly Moment[]): void {
  recent = new Recent();
  for (const moment of all) recent.add(moment);
  drawLive();
}

export function addMoment(moment: Moment): void {
  recent.add(moment);
  drawLive();
}

/** With a moment of nothing in each pause, so that it stays empty. */
function withPauses(all: readonly Moment[]): Moment[] {
  return all.flatMap((moment, i) => {
    const before = all[i - 1];
    const pause = before !== undefined && moment.at - before.at > pauseMs;
    return pause ? [{ at: before.at + 1000, watts: null, battery: null, celsius: null, clocks: [] }, moment] : [moment];
  });
}

function drawLive(): void {
  // What nobody sees need not be drawn: a page in the background costs next to nothing.
  if (document.hidden) return;
  liveCharts ??= new Charts('live-charts', { axisText }, say);
  const shown = withPauses(recent.all);
  const kinds = [...new Set(shown.flatMap(m => m.clocks.map(c => c.kind)))];
  const line = (name: string, of: (moment: Moment) => number | null) => ({ name, values: shown.map(of) });
  const panes: Pane[] = [
    { title: 'Power', unit: 'W', bars: false, lines: [line('power', m => m.watts)] },
    {
      title: 'Clock',
      unit: 'GHz',
      bars: false,
      lines: kinds.map(kind => line(kind, m => gigahertzOf(m, kind))),
    },
    { title: 'Temperature, hottest zone', unit: '°C', bars: false, lines: [line('temperature', m => m.celsius)] },
  ];
  const known = panes.filter(({ lines }) => lines.some(({ values }) => values.some(v => v !== null)));
  const end = shown.at(-1)?.at ?? 0;
  const begin = Math.max(end - recentMs, Math.min(shown[0]?.at ?? 0, end - leastShownMs));
  liveCharts.show(
    shown.map(m => m.at / 1000),
    known,
    [begin / 1000, end / 1000],
  );
}

function gigahertzOf({ clocks }: Moment, kind: string): number | null {
  const khz = clocks.find(c => c.kind === kind)?.khz ?? null;
  return khz === null ? null : khz / 1e6;
}

function say(index: number): void {
  const moment = withPauses(recent.all)[index];
  if (moment === undefined) return;
  const clocks = moment.clocks.map(({ kind, khz }) => `${kind} ${clockText(khz)}`);
  write('live-at', [timeText(moment.at), wattsText(moment.watts), ...clocks, heatText(moment.celsius)].join(' · '));
}

export const redrawLive = (): void => {
  liveCharts?.draw();
  drawLive();
};
