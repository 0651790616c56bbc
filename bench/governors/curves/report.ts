/** How well the simulator's power curves fit the measurements, as Markdown. */
import { platforms } from '../../../src/machine/simulated/physics/model-json.js';
import { at, type PlatformNumbers } from '../../../src/machine/simulated/physics/platform.js';
import { runningPower } from '../../../src/machine/simulated/physics/power.js';
import { clusters, servers } from '../data/tables.js';
import { quantile } from '../qos.js';
import { type Curve, fitCurve, power, relativeError, unseenError } from './fit.js';
import { fitLoad } from './server-load.js';

const percent = (share: number): string => (share * 100).toFixed(1);

export function curveReport(folder: string): string[] {
  const fits = clusters(folder).map(({ points }) => {
    const curve = fitCurve(points);
    return { curve, seen: relativeError(curve, points), unseen: unseenError(points) };
  });
  const spread = (values: readonly number[]): string =>
    [0.5, 0.9, 1].map(q => percent(quantile(values, q))).join(' | ');
  const loads = servers(folder).map(({ name, points }) => ({ name, ...fitLoad(points) }));
  return [
    '',
    '## Power curves fitted to measured data',
    '',
    `The simulator’s curve, ceff·V²·f + leak·V² + base with V flat up to a knee, fitted to ${fits.length} clusters of phone and tablet CPUs (freqbench);`,
    'root mean square of the relative error over clusters. Unseen: fitted to each second point, judged at the others.',
    '',
    '| error | median % | 90 % of clusters % | worst % |',
    '| --- | --- | --- | --- |',
    `| all points | ${spread(fits.map(f => f.seen))} |`,
    `| unseen points | ${spread(fits.map(f => f.unseen))} |`,
    '',
    'What computing at a clock below the top draws, as a share of the power at the top:',
    '',
    '| clock | measured curves: lowest % | median % | highest % | model’s laptop % | model’s server % |',
    '| --- | --- | --- | --- | --- | --- |',
    ...[0.9, 0.75, 0.5].map(
      x => `| ${percent(x)} % | ${shares(fits, x)} | ${modelShare('laptop', x)} | ${modelShare('server', x)} |`,
    ),
    '',
    'Package power of servers by load (turbostress), P = idle + (full − idle)·(2u − u^r); r = 1 is the straight line that equal cores give:',
    '',
    '| server | idle W | full W | r | error % | straight line: error % |',
    '| --- | --- | --- | --- | --- | --- |',
    ...loads.map(
      l =>
        `| ${l.name} | ${l.idle.toFixed(0)} | ${l.full.toFixed(0)} | ${l.r.toFixed(1)} | ${percent(l.error)} | ${percent(l.lineError)} |`,
    ),
  ];
}

const shares = (fits: readonly { readonly curve: Curve }[], x: number): string =>
  [0, 0.5, 1]
    .map(q =>
      percent(
        quantile(
          fits.map(({ curve }) => power(curve, x * curve.top) / power(curve, curve.top)),
          q,
        ),
      ),
    )
    .join(' | ');

/** The same for a platform of the model, at the operating point nearest to that clock and 60 °C. */
function modelShare(name: 'laptop' | 'server', x: number): string {
  const p: PlatformNumbers = platforms[name];
  const top = p.f.length - 1;
  const index = p.f.findIndex(f => f >= x * at(p.f, top) - 1e-9);
  return percent(runningPower(p, index, 0, 60) / runningPower(p, top, 0, 60));
}
