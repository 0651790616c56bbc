/// <reference lib="dom" />
/** Runs in the browser: draws the charts of a report. */
import type { ChartData } from '../chart-data.js';
import { Charts } from './charts.js';
import { byId, write } from './dom.js';
import { axisStamp, stampIn } from './stamp.js';
import { followTheme } from './theme.js';

const { zone, times, panes, from, until } = JSON.parse(byId('data').textContent ?? '') as ChartData;
const stamp = stampIn(zone);
const step = (times[1] ?? 60) - (times[0] ?? 0);
/** No finer than the steps are. */
const stampEnd = step % 86_400 === 0 ? 10 : step % 60 === 0 ? 16 : 19;

/** What stands at the cursor, as text: the legend of all charts, also for screen readers. */
function say(index: number): void {
  const values = panes.flatMap(({ lines, unit }) =>
    lines.map(({ name, values: all }) => `${name} ${all[index] ?? '–'} ${unit}`.trim()),
  );
  write('now', [stamp((times[index] ?? 0) * 1000).slice(0, stampEnd), ...values].join(' · '));
}

if (panes.length > 0) {
  const charts = new Charts('charts', { axisText: (ms, span) => axisStamp(stamp(ms), span), zone, zooms: true }, say);
  charts.show(times, panes, [from / 1000, until / 1000]);
  followTheme(byId('theme'), () => charts.draw());
} else followTheme(byId('theme'), () => {});
