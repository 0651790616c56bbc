/// <reference lib="dom" />
/** The journal: a day, a week, a year, with what was in force, what people asked for, and who used the energy. */
import { energy } from '../../../model/format.js';
import { gutter, margin } from '../../../report/html/client/chart-options.js';
import { Charts } from '../../../report/html/client/charts.js';
import { byId, fill, make, write } from '../../../report/html/client/dom.js';
import type { History } from '../../history/told.js';
import { axisText, shareText, spanText, timeText } from './words.js';

type Span = History['span'];

const refreshMs = 60_000;
const againMs = 5000;
const profileKinds = ['performance', 'balanced', 'power-saver'];

let told: History | undefined;
let shownSpan: Span = 'day';
let historyCharts: Charts | undefined;
let asked = 0;

const spanButtons = (): HTMLButtonElement[] => [...document.querySelectorAll<HTMLButtonElement>('#spans button')];

export function prepareHistory(): void {
  for (const button of spanButtons())
    button.addEventListener('click', () => {
      shownSpan = button.value as Span;
      for (const other of spanButtons()) other.setAttribute('aria-pressed', String(other === button));
      void loadHistory();
    });
  setInterval(() => {
    if (!document.hidden) void loadHistory();
  }, refreshMs);
}

export async function loadHistory(): Promise<void> {
  const mine = ++asked;
  try {
    const answer = await fetch(`/history?span=${shownSpan}`);
    const body = (await answer.json()) as History & { readonly error?: string };
    // Another button may have been pressed meanwhile.
    if (mine !== asked) return;
    if (!answer.ok) return failed(body.error ?? 'the journal can’t be read');
    told = body;
    showHistory(body);
  } catch {
    if (mine === asked) failed('the journal can’t be read now');
  }
}

/** What is shown already stays; where there is nothing yet it is asked for again before long. */
function failed(why: string): void {
  if (told !== undefined) return;
  write('history-said', why);
  setTimeout(() => {
    if (told === undefined && !document.hidden) void loadHistory();
  }, againMs);
}

function showHistory(history: History): void {
  const { chart, since, until, joules, metered } = history;
  historyCharts ??= new Charts('history-charts', { axisText }, sayHistory);
  write('history-said', joules > 0 ? `${energy(joules)} used (${metered})` : 'no energy was measured in this time');
  historyCharts.show(chart.times, chart.panes, [since / 1000, until / 1000]);
  showStrips(history);
  showUsage(history);
  showDecisions(history);
  const { proof } = history;
  const kinds = { experiment: 'Measured by experiment', estimate: 'An estimate', nothing: '' };
  write('proof-kind', proof.at === null ? kinds[proof.kind] : `${kinds[proof.kind]}, ${timeText(proof.at)}`);
  byId('proof-kind').hidden = proof.kind === 'nothing';
  write('proof', proof.sentence.replaceAll('`', ''));
}

/** Profile, power source and marks over the time axis of the charts. */
function showStrips(history: History): void {
  const { since, until, profiles, sources, marks } = history;
  const share = (at: number): number => Math.max(0, Math.min(1, (at - since) / (until - since)));
  const strip = (kind: string, name: string, bands: History['profiles']): HTMLElement => {
    const row = make('div', `strip ${kind}`);
    row.style.marginLeft = `${gutter}px`;
    row.style.marginRight = `${margin}px`;
    for (const { from, until: end, what } of bands) {
      const band = make('span', `band ${bandKind(what)}`);
      band.style.left = `${share(from) * 100}%`;
      band.style.width = `${Math.max(0.15, (share(end) - share(from)) * 100)}%`;
      band.title = `${name} ${what}, ${timeText(from)} to ${timeText(Math.min(end, until))}`;
      row.append(band);
    }
    return row;
  };
  fill('strips', [since, until, profiles, sources, marks], () => {
    const row = make('div', 'strip marks');
    row.style.marginLeft = `${gutter}px`;
    row.style.marginRight = `${margin}px`;
    for (const { at, kind, words } of marks) {
      const mark = make('span', `mark ${kind === 'override' ? 'override' : ''}`);
      mark.style.left = `${share(at) * 100}%`;
      mark.title = `${timeText(at)}: ${words}`;
      row.append(mark);
    }
    return [strip('profile', 'profile', profiles), strip('source', 'on', sources), row];
  });
  const named = [...new Set(profiles.map(b => b.what))];
  const keys = [
    ...named.map(name => [`swatch band ${bandKind(name)}`, name] as const),
    ...[...new Set(sources.map(b => b.what))].map(name => [`swatch band ${bandKind(name)}`, `on ${name}`] as const),
    ...(marks.length === 0 ? [] : [['swatch mark', 'a profile or hold was set, or the like'] as const]),
    ...(marks.some(m => m.kind === 'override') ? [['swatch mark override', 'override'] as const] : []),
  ];
  fill('strip-keys', keys, () =>
    keys.map(([kind, name]) => make('span', 'key', [make('i', kind), make('span', '', name)])),
  );
  const newest = [...marks].reverse().slice(0, 30);
  byId('marks-part').hidden = newest.length === 0;
  fill('marks', newest, () =>
    newest.map(({ at, words }) => make('li', '', [make('span', 'time', timeText(at)), make('span', 'why', words)])),
  );
}

function bandKind(what: string): string {
  const known = [...profileKinds, 'mains', 'battery'].find(kind => what === kind || what.startsWith(`${kind},`));
  return `of-${known ?? 'other'}`;
}

function showUsage({ usage }: History): void {
  const { users, others, idle, joules, nothing } = usage;
  const most = Math.max(...users.map(u => u.share ?? 0), idle.share ?? 0, others?.share ?? 0, 1e-9);
  const rows = [
    ...users.map(u => [u.name, u] as const),
    ...(others === null ? [] : [['all others', others] as const]),
    ...(idle.joules === null && idle.share === null ? [] : [['idle', { ...idle, cpuSeconds: null }] as const]),
  ];
  byId('usage-table').hidden = nothing !== null;
  write(
    'usage-note',
    nothing !== null
      ? `Not known for this time${nothing.why === null ? '' : `: ${nothing.why}`}.`
      : joules === null
        ? 'No energy is measured here: shares are of CPU time.'
        : 'Shares of the packages’ energy; idle is what no task explains.',
  );
  fill('usage', rows, () =>
    rows.map(([name, { joules: used, share, cpuSeconds }]) => {
      const bar = make('span', 'bar');
      bar.style.width = `${((share ?? 0) / most) * 100}%`;
      const head = make('th', '', [make('span', 'name', name), make('span', 'track', [bar])]);
      head.setAttribute('scope', 'row');
      const figure = used === null ? (cpuSeconds === null ? '–' : `${spanText(cpuSeconds)} CPU`) : energy(used);
      return make('tr', '', [head, make('td', '', figure), make('td', '', shareText(share))]);
    }),
  );
}

function showDecisions({ decisions }: History): void {
  fill('decisions', decisions, () =>
    decisions.length === 0
      ? [make('li', 'none', 'Nothing was decided in this time.')]
      : decisions.map(({ at, until, scope, why }) => {
          const held = `${timeText(at)}, for ${spanText((until - at) / 1000)}`;
          return make('li', '', [make('span', 'time', held), make('span', 'scope', scope), make('span', 'why', why)]);
        }),
  );
}

/** What stands at the cursor, as text: the legend of all charts, also for screen readers. */
function sayHistory(index: number): void {
  if (told === undefined) return;
  const { chart, profiles, sources } = told;
  const at = (chart.times[index] ?? 0) * 1000;
  const values = chart.panes.flatMap(({ lines, unit }) =>
    lines.map(({ name, values: all }) => `${name} ${all[index] ?? '–'} ${unit}`.trim()),
  );
  const under = [profiles, sources].flatMap(bands => bands.find(b => b.from <= at && at < b.until)?.what ?? []);
  write('history-at', [timeText(at), ...under, ...values].join(' · '));
}

export function redrawHistory(): void {
  historyCharts?.draw();
}
