import { span } from '../../model/format.js';
import type { Style } from '../render/style.js';
import { columns, cut, wrap } from '../render/text.js';
import { notHeld } from '../view/phrases.js';
import { overrideLine } from '../view/requests.js';
import { rivalWords } from '../view/rivals.js';
import { taskLines } from '../view/tasks.js';
import { headLines } from './head.js';
import { helpLines } from './help.js';
import { rowCount, type View } from './model.js';
import { ordered } from './order.js';
import { promptWords } from './prompt.js';
import { policyLines } from './rows.js';

const mostTroubles = 3;
const mostNotices = 3;
const mostSentenceLines = 3;

/** How the rows are used. */
interface Room {
  readonly head: readonly string[];
  readonly foot: readonly string[];
  /** Policies or tasks that fit. */
  readonly page: number;
  /** Lines that each may use to say why. */
  readonly sentenceLines: number;
}

/** The live view as lines: at most `height`, none wider than `width`. */
export function frame(view: View, width: number, height: number, style: Style): string[] {
  const { head, foot, page, sentenceLines } = room(view, width, height, style);
  const count = rowCount(view);
  const from = Math.min(view.scroll, Math.max(0, count - page));
  const last =
    view.prompt === undefined ? keyLine(view, from, page, count, width, style) : question(view, width, style);
  const body = bodyOf(view, from, page, sentenceLines, width, height - head.length - 1, style);
  const above = [...head, ...body];
  const spare = Math.max(0, height - above.length - foot.length - 1);
  const filler = Number.isFinite(spare) ? Array.from({ length: spare }, () => '') : [''];
  const lines = [...above, ...filler, ...(view.help ? [] : foot)].slice(0, height - 1);
  return [...lines, ...Array.from({ length: Number.isFinite(height) ? height - 1 - lines.length : 0 }, () => ''), last];
}

function bodyOf(
  view: View,
  from: number,
  page: number,
  sentenceLines: number,
  width: number,
  height: number,
  style: Style,
): string[] {
  const { help, wish, tasks, status, order, kindOf } = view;
  if (help) return helpLines(width, height, style);
  if (wish.pane === 'tasks') return paneLines(tasks, from, page, { ...style, width });
  if (status.policies.length === 0) return [cut(' no frequency domain: nothing to govern here', width)];
  const shown = ordered(status.policies, order).slice(from, from + page);
  return policyLines(status.policies, shown, sentenceLines, kindOf, width, style);
}

/** How many policies or tasks fit into a view of this height. */
export const pageOf = (view: View, width: number, height: number, style: Style): number =>
  room(view, width, height, style).page;

/** What a low terminal has no room for goes in this order: sentences, lines of clocks (head.ts), policies beyond a page. */
function room(view: View, width: number, height: number, style: Style): Room {
  const count = view.status.policies.length;
  const foot = footLines(view, width, style);
  const head = [...headLines(view, width, height - foot.length, style), ''];
  // The table's head, the line of keys.
  const rows = Math.max(1, height - head.length - 2 - foot.length);
  // A line of the whole above the table, and one of what is not in it.
  if (view.wish.pane === 'tasks') return { head, foot, page: Math.max(1, rows - 2), sentenceLines: 0 };
  const spare = count === 0 ? 0 : Math.floor(rows / count) - 1;
  return { head, foot, page: Math.min(count, rows), sentenceLines: Math.max(0, Math.min(mostSentenceLines, spare)) };
}

/** What needs attention: what became of a change, controls not held, rivals, the journal, limits of people, the newest notices. */
function footLines({ status, said }: View, width: number, style: Style): string[] {
  const lost = notHeld(status.controls);
  const troubles = [
    ...status.rivals.map(rivalWords),
    ...(status.journal.failure === undefined ? [] : [`journal: ${status.journal.failure}`]),
    ...lost,
  ];
  const more = troubles.length - mostTroubles;
  const notices = status.notices.slice(-mostNotices).map(n => `${span(status.now - n.at)} ago: ${n.what}: ${n.why}`);
  const { overrides } = status.asked;
  const lines = [
    ...(said === undefined ? [] : [style.paint(said.refused ? 'bad' : 'good', cut(` ${said.text}`, width))]),
    ...overrides.slice(0, mostNotices).map(o => cut(` ${overrideLine(o, status.now)}`, width)),
    ...troubles.slice(0, mostTroubles).map(text => style.paint('warn', cut(` ! ${text}`, width))),
    ...(more > 0 ? [style.paint('warn', ` ! and ${more} more: latticectl verify`)] : []),
    ...notices.map(text => style.paint('dim', cut(` · ${text}`, width))),
  ];
  return lines.length === 0 ? [] : ['', ...lines];
}

function paneLines(tasks: View['tasks'], from: number, page: number, style: Style): string[] {
  if (tasks === undefined) return [' looking at the tasks'];
  if (typeof tasks === 'string') return wrap(tasks, style.width - 1).map(line => ` ${line}`);
  return taskLines({ ...tasks, rows: tasks.rows.slice(from) }, style, page + 3);
}

function keyLine(
  { wish: { pane, sort, by }, order, help }: View,
  from: number,
  page: number,
  count: number,
  width: number,
  style: Style,
): string {
  const scroll = page < count ? [`↑↓ scroll (${from + 1}–${Math.min(count, from + page)} of ${count})`] : [];
  const panes = pane === 'tasks' ? ['t policies', `s sort: ${sort}`, `b by: ${by}`] : ['t tasks', `s sort: ${order}`];
  const steering = ['f profile', 'o limit'];
  const parts = help ? ['q quit', '? back'] : ['q quit', '? help', ...panes, ...scroll, ...steering, 'p pause'];
  return style.paint('dim', cut(` ${firstOf(parts, width - 1)}`, width));
}

const question = (view: View, width: number, style: Style): string =>
  view.prompt === undefined ? '' : style.paint('strong', cut(` ${promptWords(view.prompt, view.status)}`, width));

/** As many as fit whole, at least one. */
function firstOf([first = '', ...parts]: readonly string[], width: number): string {
  let text = first;
  for (const part of parts) {
    if (columns(text) + 2 + columns(part) > width) break;
    text = `${text}  ${part}`;
  }
  return text;
}
