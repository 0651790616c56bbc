import { expect, it } from 'vitest';
import type { Point } from '../../../src/journal/query/history.js';
import { chartData } from '../../../src/report/html/chart-data.js';
import { escapeHtml, jsonForScript } from '../../../src/report/html/escape.js';

const point = (over: Partial<Point>): Point => ({
  at: 0,
  kind: 'energy',
  name: 'package0',
  integral: 20_000,
  measuredMs: 4000,
  min: 1,
  max: 62_000,
  ...over,
});

it('puts everything on one axis, with gaps where nothing was measured', () => {
  const course = [
    point({ at: 10_000 }),
    point({ at: 30_000, measuredMs: 0 }),
    point({ at: 30_000, kind: 'temperature', name: 'hottest' }),
    point({ at: 20_000, kind: 'frequency', integral: 8e9 }),
  ];
  const { zone, times, panes } = chartData('UTC', 12_000, 40_000, 10_000, course, [{ at: 20_000, count: 3 }]);
  expect({ zone, times }).toEqual({ zone: 'UTC', times: [10, 20, 30] });
  expect(panes.map(p => [p.title, p.unit, p.lines])).toEqual([
    ['Power', 'W', [{ name: 'package0', values: [5, null, null] }]],
    ['Temperature, hottest zone', '°C', [{ name: 'hottest', values: [null, null, 62] }]],
    ['Frequency', 'GHz', [{ name: 'package0', values: [null, 2, null] }]],
    ['Decisions', '', [{ name: 'decisions', values: [0, 3, 0] }]],
  ]);
});

it('has an axis of some steps also for the first one', () => {
  expect(chartData('UTC', 10_000, 15_000, 10_000, [], [])).toMatchObject({ from: 10_000, until: 70_000 });
});

it('leaves out what is not known at all', () => {
  expect(chartData('UTC', 0, 10_000, 10_000, [], []).panes).toEqual([]);
});

it('keeps text from being markup', () => {
  expect(escapeHtml(`<a href="x">'&`)).toBe('&lt;a href=&quot;x&quot;&gt;&#39;&amp;');
  expect(jsonForScript({ a: '</script><!--' })).toBe('{"a":"\\u003c/script>\\u003c!--"}');
});
