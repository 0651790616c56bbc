import { span } from '../../model/format.js';
import type { Style } from '../render/style.js';
import { cut, wrap } from '../render/text.js';
import { notHeld } from '../view/phrases.js';
import { taskLines } from '../view/tasks.js';
import { headLines } from './head.js';
import { rowCount, type TasksWish, type View } from './model.js';
import { policyLines } from './rows.js';

const headRows = 4;
const mostTroubles = 3;
const mostNotices = 3;
const mostSentenceLines = 3;

/** How the rows between head and foot are used. */
interface Room {
  readonly foot: readonly string[];
  /** Policies or tasks that fit. */
  readonly page: number;
  /** Lines that each may use to say why. */
  readonly sentenceLines: number;
}

/** The live view as lines: at most `height`, none wider than `width`. */
export function frame(view: View, width: number, height: number, style: Style): string[] {
  const { policies } = view.status;
  const { foot, page, sentenceLines } = room(view, width, height, style);
  const count = rowCount(view);
  const from = Math.min(view.scroll, Math.max(0, count - page));
  const body =
    view.wish.pane === 'tasks'
      ? paneLines(view.tasks, from, page, { ...style, width })
      : policies.length === 0
        ? [cut(' no frequency domain: nothing to govern here', width)]
        : policyLines(policies, policies.slice(from, from + page), sentenceLines, width, style);
  const above = [...headLines(view, width, style), '', ...body];
  const spare = Math.max(0, height - above.length - foot.length - 1);
  const filler = Number.isFinite(spare) ? Array.from({ length: spare }, () => '') : [''];
  return [...above, ...filler, ...foot, keyLine(view.wish, from, page, count, width, style)].slice(0, height);
}

/** How many policies or tasks fit into a view of this height. */
export const pageOf = (view: View, width: number, height: number, style: Style): number =>
  room(view, width, height, style).page;

function room(view: View, width: number, height: number, style: Style): Room {
  const count = view.status.policies.length;
  const foot = footLines(view, width, style);
  // Head, empty line, the table's head, the line of keys.
  const rows = Math.max(1, height - headRows - view.status.gpus.length - 3 - foot.length);
  // A line of the whole above the table, and one of what is not in it.
  if (view.wish.pane === 'tasks') return { foot, page: Math.max(1, rows - 2), sentenceLines: 0 };
  const spare = count === 0 ? 0 : Math.floor(rows / count) - 1;
  return { foot, page: Math.min(count, rows), sentenceLines: Math.max(0, Math.min(mostSentenceLines, spare)) };
}

/** What needs attention: controls not held, rivals, the journal, the newest notices. */
function footLines({ status }: View, width: number, style: Style): string[] {
  const lost = notHeld(status.controls);
  const troubles = [
    ...status.rivals.map(name => `${name} runs and writes the same files`),
    ...(status.journal.failure === undefined ? [] : [`journal: ${status.journal.failure}`]),
    ...lost,
  ];
  const more = troubles.length - mostTroubles;
  const notices = status.notices.slice(-mostNotices).map(n => `${span(status.now - n.at)} ago: ${n.what}: ${n.why}`);
  const lines = [
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
  { pane, sort, by }: TasksWish,
  from: number,
  page: number,
  count: number,
  width: number,
  style: Style,
) {
  const scroll = page < count ? `  ↑↓ scroll (${from + 1}–${Math.min(count, from + page)} of ${count})` : '';
  const tasks = pane === 'tasks' ? `  t policies  s sort: ${sort}  b by: ${by}` : '  t tasks';
  return style.paint('dim', cut(` q quit  p pause${tasks}${scroll}`, width));
}
