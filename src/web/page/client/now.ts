/// <reference lib="dom" />
/** What is now: the tiles at the top, and why limits are what they are. */

import { byId, fill, make, write } from '../../../report/html/client/dom.js';
import type { Now } from '../../told/now.js';
import { clockText, heatText, shareText, spanText, timeText, wattsText } from './words.js';

/** How warm is worth a look: so far below the trip. */
const nearTrip = 10;

export function showNow(now: Now): void {
  write('machine', now.machine.replace(/^simulated /, ''));
  byId('simulated').hidden = !now.simulated;
  const doing = now.mode === 'govern' ? 'governing' : 'observing, nothing is written';
  write('mode', `${now.profile} · ${doing} · ${now.onMains ? 'on mains' : 'on battery'}`);
  write('power', wattsText(now.power?.watts ?? null));
  write('power-note', now.power === null ? 'not measured' : `${now.power.whole ? '' : 'at least; '}${now.power.of}`);
  showClocks(now);
  showHeat(now);
  showBattery(now);
  showGpus(now);
  showWhy(now);
  showNotices(now);
}

function showClocks({ clocks }: Now): void {
  const [first] = clocks;
  write('clock', first === undefined ? '–' : clockText(first.khz));
  byId('clock-name').textContent = clocks.length > 1 && first !== undefined ? `Clock, ${first.kind}` : 'Clock';
  const others = clocks.slice(1).map(({ kind, khz, busy }) => `${kind} ${clockText(khz)}, ${shareText(busy)} busy`);
  const own = first === undefined ? [] : [`${shareText(first.busy)} busy, at most ${clockText(first.max)}`];
  fill('clock-note', [own, others], () => [...own, ...others].map(line => make('span', 'line', line)));
}

function showHeat({ zones, fans }: Now): void {
  const [zone] = zones;
  const near = zone !== undefined && zone.trip !== null && zone.celsius > zone.trip - nearTrip;
  write('heat', heatText(zone?.celsius ?? null));
  byId('heat').classList.toggle('hot', near);
  const trip = zone?.trip == null ? '' : `, trip ${heatText(zone.trip)}`;
  const told = zone === undefined ? 'not measured' : `${zone.name}${trip}${near ? ', close to it' : ''}`;
  const lines = [told, ...(fans === null ? [] : [fans])];
  fill('heat-note', lines, () => lines.map(text => make('span', 'line', text)));
}

function showBattery({ battery, onMains, sourceWhy }: Now): void {
  byId('battery-tile').hidden = battery === null;
  if (battery === null) return;
  const { level, watts, secondsLeft, aged } = battery;
  write('battery', level === null ? wattsText(watts) : `${Math.round(level)} %`);
  const flow =
    watts === null || Math.abs(watts) < 0.05 ? 'at rest' : `${wattsText(Math.abs(watts))} ${watts > 0 ? 'out' : 'in'}`;
  const left = onMains
    ? (sourceWhy ?? 'on mains')
    : secondsLeft === null
      ? 'time left is not known yet'
      : `${spanText(secondsLeft)} left at this pace`;
  const lines = [left, flow, ...aged];
  fill('battery-note', lines, () => lines.map(text => make('span', 'line', text)));
}

function showGpus({ gpus }: Now): void {
  byId('gpu-tile').hidden = gpus.length === 0;
  const [gpu] = gpus;
  if (gpu === undefined) return;
  const watts = gpus.reduce((sum, { watts }) => sum + (watts ?? 0), 0);
  write('gpu', gpus.every(g => g.watts === null) ? shareText(gpu.busy) : wattsText(watts));
  write('gpu-name', gpus.length > 1 ? `${gpus.length} GPUs` : 'GPU');
  const lines = gpus
    .slice(0, 4)
    .map(g => [shareText(g.busy), clockText(g.clock), heatText(g.celsius), ...g.heldBy].join(', '));
  fill('gpu-note', lines, () => lines.map(line => make('span', 'line', line)));
}

/** One line for each that was decided of; frequency domains of which the same is said share one. */
function showWhy({ policies, decided }: Now): void {
  const sentences = new Map<string, string[]>();
  const all = [...policies.map(({ scope, why }) => ({ scope, why })), ...decided];
  for (const { scope, why } of all) sentences.set(why, [...(sentences.get(why) ?? []), scope]);
  const shown = [...sentences];
  fill('why', shown, () =>
    shown.map(([text, scopes]) => {
      const name = scopes.length > 2 ? `${scopes[0]} to ${scopes.at(-1)}` : scopes.join(' and ');
      return make('li', '', [make('span', 'scope', name), make('span', 'why', text)]);
    }),
  );
}

function showNotices({ notices }: Now): void {
  byId('notices-part').hidden = notices.length === 0;
  fill('notices', notices, () =>
    notices.map(({ at, what, why }) =>
      make('li', '', [make('span', 'time', timeText(at)), make('span', 'why', `${what}: ${why}`)]),
    ),
  );
}
