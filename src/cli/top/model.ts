import {
  type TaskGrouping,
  type TaskSort,
  type TasksStatus,
  taskGroupings,
  taskSorts,
} from '../../control/protocol/operations/tasks.js';
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
  readonly wish: TasksWish;
  /** The newest tasks, or why they can't be had; undefined before the first answer. */
  readonly tasks: TasksStatus | string | undefined;
}

/** What is shown below the head, and of tasks how. */
export interface TasksWish {
  readonly pane: 'policies' | 'tasks';
  readonly sort: TaskSort;
  readonly by: TaskGrouping;
}

export const firstWish: TasksWish = { pane: 'policies', sort: 'energy', by: 'task' };

/** The view before the first key. */
export const firstView = (status: Status, wish = firstWish): View => ({ ...withStatus(undefined, status), wish });

/** The view with other tasks; a paused one keeps what it shows. */
export const withTasks = (view: View, tasks: TasksStatus | string): View =>
  view.paused && view.tasks !== undefined ? view : { ...view, tasks };

/** The view after news from the daemon; a paused one keeps what it shows, and its history goes on. */
export function withStatus(view: View | undefined, status: Status): View {
  const watts = totalPower(status)?.watts;
  const oldest = status.now - historyMs;
  const history = (view?.history ?? []).filter(point => point.at > oldest);
  if (watts !== undefined) history.push({ at: status.now, value: watts });
  if (view === undefined)
    return { status, history, paused: false, scroll: 0, trouble: undefined, wish: firstWish, tasks: undefined };
  return { ...view, status: view.paused ? view.status : status, history, trouble: undefined };
}

/** The view after a key; `page` is how many policies fit. */
export function withKey(view: View, key: Key, page: number): View {
  const { wish } = view;
  const last = Math.max(0, rowCount(view) - page);
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
    case 'tasks':
      return { ...view, scroll: 0, wish: { ...wish, pane: wish.pane === 'tasks' ? 'policies' : 'tasks' } };
    case 'sort':
      return wish.pane === 'tasks' ? { ...view, wish: { ...wish, sort: after(taskSorts, wish.sort) } } : view;
    case 'by':
      return wish.pane === 'tasks'
        ? { ...view, scroll: 0, wish: { ...wish, by: after(taskGroupings, wish.by) } }
        : view;
    case 'quit':
    case 'suspend':
      return view;
  }
}

/** How many rows there are to scroll through. */
export function rowCount({ wish, tasks, status }: View): number {
  if (wish.pane === 'policies') return status.policies.length;
  return typeof tasks === 'object' ? tasks.rows.length : 0;
}

function after<T>(words: readonly T[], word: T): T {
  return words[(words.indexOf(word) + 1) % words.length] ?? word;
}
