import type { Style } from '../render/style.js';
import { columns, pad } from '../render/text.js';

/** A line of the head: what, how much, a graph, and words at its end. */

const labelWidth = 9;
const valueWidth = 9;
/** Text at a line's end may take this much of it; the rest is the graph's. */
const tailShare = 0.45;
const leastGraph = 8;

/** Columns that a graph has beside words of that width. */
export const graphRoom = (width: number, tail: string): number =>
  Math.max(0, width - 1 - labelWidth - valueWidth - 2 - (tail === '' ? 0 : columns(tail) + 2));

/** Columns that words may take, so that a graph is left. */
export const tailRoom = (width: number, share = tailShare): number =>
  Math.min(width * share, graphRoom(width, '') - leastGraph - 2);

/** The first of `parts` that fit at a line's end. */
export function fitting(parts: readonly string[], width: number): string {
  let tail = '';
  for (const part of parts) {
    const longer = tail === '' ? part : `${tail}  ${part}`;
    if (columns(longer) > tailRoom(width)) break;
    tail = longer;
  }
  return tail;
}

/** A graph of one row or several; label, value and words stand beside the first. */
export function graphLines(
  label: string,
  value: string,
  [first = '', ...more]: readonly string[],
  tail: string,
  style: Style,
): string[] {
  const end = tail === '' ? '' : `  ${style.paint('dim', tail)}`;
  const indent = ' '.repeat(1 + labelWidth + valueWidth + 2);
  return [
    ` ${style.paint('dim', pad(label, labelWidth))}${style.paint('strong', pad(value, valueWidth))}  ${first}${end}`,
    ...more.map(row => `${indent}${row}`),
  ];
}
