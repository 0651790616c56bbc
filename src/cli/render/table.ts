import type { Style, Tone } from './style.js';
import { columns, cut, pad } from './text.js';

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

export type Cell = string | { readonly text: string; readonly tone: Tone };

const gap = '  ';
const textOf = (cell: Cell | undefined): string => (typeof cell === 'string' ? cell : (cell?.text ?? ''));

/** Lines of a table whose columns are as wide as their widest cell; the last one is cut where the terminal ends. */
export function table(head: readonly Column[], rows: readonly (readonly Cell[])[], style: Style): string[] {
  const widths = head.map((column, i) => Math.max(columns(column.title), ...rows.map(row => columns(textOf(row[i])))));
  const last = head.length - 1;
  const before = widths.slice(0, last).reduce((sum, width) => sum + width + gap.length, 0);
  const room = Math.max(1, style.width - before);
  const line = (cells: readonly Cell[], tone: Tone): string =>
    head
      .map(({ align = 'left' }, i) => {
        const cell = cells[i] ?? '';
        const shown = i === last ? cut(textOf(cell), room) : pad(textOf(cell), widths[i] ?? 0, align);
        return style.paint(typeof cell === 'string' ? tone : cell.tone, shown);
      })
      .join(gap)
      .trimEnd();
  return [
    line(
      head.map(column => column.title),
      'dim',
    ),
    ...rows.map(row => line(row, 'plain')),
  ];
}
