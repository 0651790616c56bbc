import type { Status } from '../../control/protocol/status.js';
import type { TimedValue } from '../render/sparkline.js';
import { totalPower } from '../view/phrases.js';
import type { Key } from './keys.js';

export const historyMs = 60_000;

/** All that the live view shows. */
export interface View {
  readonly status: Status;
  /** Total power of the last minute, oldest first. */
  readonly history: readonly TimedValue[];
  readonly paused: boolean;
  /** Index of the first policy shown. */
  readonly scroll: number;
  /** Why nothing new comes, in words. */
  readonly trouble: string | undefined;
}

/** The view before the first key. */
export const firstView = (status: Status): View => withStatus(undefined, status);

/** The view after news from the daemon; a paused one keeps what it shows, and its history goes on. */
export function withStatus(view: View | undefined, status: Status): View {
  const watts = totalPower(status)?.watts;
  const oldest = status.now - historyMs;
  const history = (view?.history ?? []).filter(point => point.at > oldest);
  if (watts !== undefined) history.push({ at: status.now, value: watts });
  if (view === undefined) return { status, history, paused: false, scroll: 0, trouble: undefined };
  return { ...view, status: view.paused ? view.status : status, history, trouble: undefined };
}

/** The view after a key; `page` is how many policies fit. */
export function withKey(view: View, key: Key, page: number): View {
  const last = Math.max(0, view.status.policies.length - page);
  const to = (scroll: number): View => ({ ...view, scroll: Math.min(last, Math.max(0, scroll)) });
  switch (key) {
    case 'pause':
      return { ...view, paused: !view.paused };
    case 'up':
      return to(view.scroll - 1);
    case 'down':
      return to(view.scroll + 1);
    case 'page-up':
      return to(view.scroll - page);
    case 'page-down':
      return to(view.scroll + page);
    case 'first':
      return to(0);
    case 'last':
      return to(last);
    case 'quit':
    case 'suspend':
      return view;
  }
}
