import { span } from '../../model/format.js';
import type { Style } from '../render/style.js';
import { cut } from '../render/text.js';
import { notHeld } from '../view/phrases.js';
import { headLines } from './head.js';
import type { View } from './model.js';
import { policyLines } from './rows.js';

const headRows = 4;
const mostTroubles = 3;
const mostNotices = 3;
const mostSentenceLines = 3;

/** How the rows between head and foot are used. */
interface Room {
  readonly foot: readonly string[];
  /** Policies that fit. */
  readonly page: number;
  /** Lines that each may use to say why. */
  readonly sentenceLines: number;
}

/** The live view as lines: at most `height`, none wider than `width`. */
export function frame(view: View, width: number, height: number, style: Style): string[] {
  const { policies } = view.status;
  const { foot, page, sentenceLines } = room(view, width, height, style);
  const from = Math.min(view.scroll, Math.max(0, policies.length - page));
  const body =
    policies.length === 0
      ? [cut(' no frequency domain: nothing to govern here', width)]
      : policyLines(policies, policies.slice(from, from + page), sentenceLines, width, style);
  const above = [...headLines(view, width, style), '', ...body];
  const spare = Math.max(0, height - above.length - foot.length - 1);
  const filler = Number.isFinite(spare) ? Array.from({ length: spare }, () => '') : [''];
  return [...above, ...filler, ...foot, keyLine(from, page, policies.length, width, style)].slice(0, height);
}

/** How many policies fit into a view of this height. */
export const pageOf = (view: View, width: number, height: number, style: Style): number =>
  room(view, width, height, style).page;

function room(view: View, width: number, height: number, style: Style): Room {
  const count = view.status.policies.length;
  const foot = footLines(view, width, style);
  // Head, empty line, the table's head, the line of keys.
  const rows = Math.max(1, height - headRows - view.status.gpus.length - 3 - foot.length);
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

function keyLine(from: number, page: number, count: number, width: number, style: Style): string {
  const scroll = page < count ? `  ↑↓ scroll (${from + 1}–${from + page} of ${count})` : '';
  return style.paint('dim', cut(` q quit  p pause${scroll}`, width));
}
