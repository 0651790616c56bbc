/// <reference lib="dom" />
/** What a person may ask for: a profile, and overrides that end by themselves. */

import { byId, fill, make, write } from '../../../report/html/client/dom.js';
import type { Now } from '../../told/now.js';
import { clockText, spanText } from './words.js';

const tokenKey = 'lattice-token';

/** The token comes in the address's fragment, which a browser sends to nobody, and leaves the address at once. A reload of this tab keeps it. */
function ownToken(): string | null {
  const [, given] = /^#([\w-]{20,100})$/.exec(location.hash) ?? [];
  if (given !== undefined) {
    sessionStorage.setItem(tokenKey, given);
    history.replaceState(null, '', location.pathname);
  }
  return sessionStorage.getItem(tokenKey);
}

let token: string | null = null;
let latest: Now | undefined;
let away = true;

const profileButtons = (): HTMLButtonElement[] => [...document.querySelectorAll<HTMLButtonElement>('#profiles button')];

export function prepareSteering(): void {
  token = ownToken();
  addEventListener('hashchange', () => {
    token = ownToken();
    enable();
  });
  for (const button of profileButtons())
    button.addEventListener('click', () => void ask({ op: 'set', profile: button.value }, `${button.value} is set`));
  const form = byId('override-form') as HTMLFormElement;
  form.addEventListener('submit', event => {
    event.preventDefault();
    const data = new FormData(form);
    const max = Number(data.get('max')) * 1000;
    const seconds = Number(data.get('for'));
    void ask({ op: 'override', max, for: seconds }, `at most ${clockText(max)} for ${spanText(seconds)}`);
  });
  byId('max').addEventListener('input', sayMax);
  enable();
}

const sayMax = (): void => write('max-said', clockText(Number((byId('max') as HTMLInputElement).value) * 1000));

/** Nothing can be asked for without a token, or while the daemon is away. */
function enable(): void {
  const may = token !== null && !away;
  for (const control of document.querySelectorAll<HTMLButtonElement | HTMLInputElement>(
    '#steer button, #steer input, #steer select',
  ))
    control.disabled = !may;
  byId('read-only').hidden = token !== null;
}

export function steerAway(): void {
  away = true;
  enable();
}

export function showSteering(now: Now): void {
  const first = latest === undefined || away;
  [latest, away] = [now, false];
  if (first) enable();
  for (const button of profileButtons()) button.setAttribute('aria-pressed', String(button.value === now.profile));
  write('profile-why', now.profileWhy);
  const slider = byId('max') as HTMLInputElement;
  byId('override-form').hidden = now.range === null;
  if (now.range !== null && slider.max !== String(Math.round(now.range.max / 1000))) {
    slider.min = String(Math.round(now.range.min / 1000));
    slider.max = String(Math.round(now.range.max / 1000));
    slider.value = String(Math.round((now.range.min + now.range.max * 2) / 3000));
    sayMax();
  }
  showStanding(now);
}

function showStanding({ overrides, holds, experiment }: Now): void {
  const lines = overrides.map(({ id, wish, who, secondsLeft }) => ({
    id,
    text: [wishText(wish), secondsLeft === null ? '' : `${spanText(roundedSeconds(secondsLeft))} left`, who]
      .filter(part => part !== '')
      .join(' · '),
  }));
  const others = [
    ...holds.map(h => `held: ${h.words}`),
    ...(experiment === null ? [] : [`an experiment runs: ${experiment}`]),
  ];
  fill('standing', [lines, others, token, away], () => [
    ...lines.map(({ id, text }) => {
      const clear = make('button', 'small', 'Clear') as HTMLButtonElement;
      clear.type = 'button';
      clear.setAttribute('aria-label', `Clear override ${id}`);
      clear.disabled = token === null || away;
      clear.addEventListener('click', () => void ask({ op: 'clear', override: id }, 'the override is cleared'));
      return make('li', '', [make('span', 'why', text), clear]);
    }),
    ...others.map(text => make('li', '', [make('span', 'why', text)])),
  ]);
}

/** Minutes are enough to watch; a second that passes must not draw the list anew. */
const roundedSeconds = (seconds: number): number =>
  seconds > 90 ? Math.ceil(seconds / 60) * 60 : Math.ceil(seconds / 10) * 10;

function wishText({ min, max, gpuMax, epp, governor, boost, cpus }: Now['overrides'][number]['wish']): string {
  const parts = [
    min === undefined ? '' : `at least ${clockText(min)}`,
    max === undefined ? '' : `at most ${clockText(max)}`,
    gpuMax === undefined ? '' : `GPU at most ${clockText(gpuMax)}`,
    epp ?? '',
    governor ?? '',
    boost === undefined ? '' : `boost ${boost ? 'on' : 'off'}`,
    cpus === undefined ? '' : `on ${cpus}`,
  ];
  return parts.filter(part => part !== '').join(', ');
}

async function ask(change: object, done: string): Promise<void> {
  write('steer-said', '…');
  try {
    const answer = await fetch('/change', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-lattice-token': token ?? '' },
      body: JSON.stringify(change),
    });
    const told = (await answer.json()) as { readonly error?: string };
    if (answer.status === 403) {
      token = null;
      sessionStorage.removeItem(tokenKey);
      enable();
    }
    write('steer-said', answer.ok ? done : (told.error ?? 'that was refused'));
  } catch {
    write('steer-said', 'the page’s server does not answer');
  }
}
