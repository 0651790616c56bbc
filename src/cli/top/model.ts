import {
  type TaskGrouping,
  type TaskSort,
  type TasksStatus,
  taskGroupings,
  taskSorts,
} from '../../control/protocol/operations/tasks.js';
import type { Status } from '../../control/protocol/status.js';
import type { KindOf } from '../../web/told/clocks.js';
import type { Key } from './keys.js';
import { type Order, orders } from './order.js';
import { noPast, type Past, pastWith } from './past.js';
import { type Prompt, promptOf } from './prompt.js';

/** So long an answer is shown. */
const saidMs = 8000;

/** All that the live view shows. */
export interface View {
  readonly status: Status;
  /** Of the newest status, which a paused view does not show. */
  readonly now: number;
  readonly kindOf: KindOf;
  readonly past: Past;
  readonly paused: boolean;
  /** Index of the first policy shown. */
  readonly scroll: number;
  /** Why nothing new comes, in words. */
  readonly trouble: string | undefined;
  readonly wish: TasksWish;
  readonly order: Order;
  readonly help: boolean;
  readonly prompt: Prompt | undefined;
  /** What became of the last change that was asked for. */
  readonly said: { readonly at: number; readonly text: string; readonly refused: boolean } | undefined;
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

const alike: KindOf = () => 'CPUs';

/** The view before the first key. */
export const firstView = (status: Status, wish = firstWish, kindOf = alike): View => ({
  status,
  now: status.now,
  kindOf,
  past: pastWith(noPast, status, kindOf),
  paused: false,
  scroll: 0,
  trouble: undefined,
  wish,
  order: 'machine',
  help: false,
  prompt: undefined,
  said: undefined,
  tasks: undefined,
});

/** The view with other tasks; a paused one keeps what it shows. */
export const withTasks = (view: View, tasks: TasksStatus | string): View =>
  view.paused && view.tasks !== undefined ? view : { ...view, tasks };

/** The view after news from the daemon; a paused one keeps what it shows, and its past goes on. */
export function withStatus(view: View, status: Status): View {
  const past = pastWith(view.past, status, view.kindOf);
  const said = view.said !== undefined && status.now - view.said.at < saidMs ? view.said : undefined;
  return { ...view, status: view.paused ? view.status : status, now: status.now, past, said, trouble: undefined };
}

/** The view after a key while no question is open; `page` is how many policies fit. */
export function withKey(view: View, key: Key, page: number): View {
  const { wish } = view;
  if (view.help) return key === 'help' || key === 'escape' ? { ...view, help: false } : view;
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
      return wish.pane === 'tasks'
        ? { ...view, wish: { ...wish, sort: after(taskSorts, wish.sort) } }
        : { ...view, scroll: 0, order: after(orders, view.order) };
    case 'by':
      return wish.pane === 'tasks'
        ? { ...view, scroll: 0, wish: { ...wish, by: after(taskGroupings, wish.by) } }
        : view;
    case 'help':
      return { ...view, help: true };
    case 'profile':
    case 'override':
    case 'clear':
      return { ...view, prompt: promptOf(key, view.status) };
    default:
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
