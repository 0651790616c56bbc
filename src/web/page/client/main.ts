/// <reference lib="dom" />
/** Runs in the browser: listens to the daemon and shows what it says. */

import { byId, write } from '../../../report/html/client/dom.js';
import { followTheme } from '../../../report/html/client/theme.js';
import type { Now } from '../../told/now.js';
import { hottestOf, type Moment } from '../../told/recent.js';
import { loadHistory, prepareHistory, redrawHistory } from './history.js';
import { addMoment, redrawLive, showRecent } from './live.js';
import { showNow } from './now.js';
import { prepareSteering, showSteering, steerAway } from './steer.js';

function link(state: 'live' | 'away', words: string): void {
  const chip = byId('link');
  chip.dataset.state = state;
  write(chip, words);
}

/** A page that nobody sees for so long asks for nothing: while pages listen, the machine is looked at each second. */
const unseenMs = 60_000;

let open: EventSource | undefined;
let resting: number | undefined;

function listen(): void {
  const events = new EventSource('/events');
  open = events;
  const on = <T>(name: string, take: (told: T) => void): void =>
    events.addEventListener(name, event => take(JSON.parse(event.data) as T));
  let wasAway = false;
  on<Moment[]>('recent', showRecent);
  on<Now>('now', now => {
    link('live', 'live');
    document.body.classList.remove('away');
    showNow(now);
    showSteering(now);
    addMoment({
      at: now.at,
      watts: now.power?.watts ?? null,
      battery: now.battery?.watts ?? null,
      celsius: hottestOf(now.zones),
      clocks: now.clocks,
    });
    if (wasAway) void loadHistory();
    wasAway = false;
  });
  const gone = (words: string): void => {
    wasAway = true;
    link('away', words);
    document.body.classList.add('away');
    steerAway();
  };
  on<string>('away', why => gone(`latticed is away: ${why}`));
  events.addEventListener('error', () => {
    gone('no connection, trying again');
    // A browser gives up where it was refused, as when too many pages were open.
    if (events.readyState !== EventSource.CLOSED) return;
    events.close();
    open = undefined;
    setTimeout(() => {
      if (open === undefined && !document.hidden) listen();
    }, 3000);
  });
}

prepareSteering();
prepareHistory();
followTheme(byId('theme'), () => {
  redrawLive();
  redrawHistory();
});
document.addEventListener('visibilitychange', () => {
  window.clearTimeout(resting);
  if (document.hidden) {
    resting = window.setTimeout(() => {
      open?.close();
      open = undefined;
    }, unseenMs);
    return;
  }
  if (open === undefined) listen();
  redrawLive();
});
listen();
void loadHistory();
