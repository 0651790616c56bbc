import { expect, test } from 'vitest';
import { inMilliseconds } from '../../../../bench/governors/hints/hinted-loads.js';
import { hintReport } from '../../../../bench/governors/hints/report.js';
import { dailyPlatforms } from '../../../../bench/governors/platforms.js';

/** The two figures of a cell `a → b`. */
const pair = (cell: string | undefined): number[] =>
  (cell ?? '').split(' → ').map(text => Number(text.split(' / ')[0]?.replace('−', '-')));

test('a task that says when its work is due misses fewer deadlines, and one that says how soon it needs answers has them', () => {
  const platforms = dailyPlatforms.filter(p => p.name === 'laptop-schedutil/battery');
  const hinted = inMilliseconds.filter(({ load: { name } }) => name === 'control25' || name === 'poisson40');
  const seen: string[] = [];
  const text = hintReport({
    platforms,
    seeds: [301],
    scale: 0.2,
    progress: what => seen.push(what),
    loads: () => hinted,
  });
  expect(seen).toEqual(['laptop-schedutil/battery control25', 'laptop-schedutil/battery poisson40']);
  const [control, requests] = text
    .split('\n')
    .slice(-2)
    .map(line => line.split(' | '));
  const [late = 0, lateWith = 1] = pair(control?.[4]);
  expect(late).toBeGreaterThan(10);
  expect(lateWith).toBeLessThan(late / 3);
  const [later = 0, laterWith = 9] = pair(requests?.[5]);
  expect(later).toBeGreaterThan(4);
  expect(laterWith).toBeLessThanOrEqual(2);
});
