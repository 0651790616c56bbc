import { writeSync } from 'node:fs';
import { columns } from './text.js';

const csi = '\u001b[';
const enter = `${csi}?1049h${csi}?25l${csi}?7l`;
const leave = `${csi}?7h${csi}?25h${csi}?1049l`;
/** Terminals that know these two show what is between them at once; others ignore them. */
const frameBegin = `${csi}?2026h`;
const frameEnd = `${csi}?2026l`;

type Output = NodeJS.WriteStream & { readonly fd: number };

/** What a terminal that does not tell its size is taken to be. */
const usual = { columns: 80, rows: 24 };

/** Whether a stream is a terminal whose cursor can be moved. */
export const canDraw = (out: NodeJS.WriteStream, { TERM }: NodeJS.ProcessEnv): boolean =>
  out.isTTY === true && TERM !== 'dumb' && TERM !== '';

/** The whole terminal. Only lines that changed are drawn, and it is restored in the end. */
export class Screen {
  private readonly out: Output;
  private shown: string[] = [];
  private active = false;

  constructor(out: Output) {
    this.out = out;
  }

  get width(): number {
    return this.out.columns || usual.columns;
  }

  get height(): number {
    return this.out.rows || usual.rows;
  }

  enter(): void {
    if (this.active) return;
    this.active = true;
    this.shown = [];
    this.out.write(`${enter}${csi}2J`);
  }

  /** Gives the terminal back. Synchronous, so that it also works as the last thing of a process that crashes. */
  leave(): void {
    if (!this.active) return;
    this.active = false;
    try {
      writeSync(this.out.fd, leave);
    } catch {
      // The terminal is gone: there is nothing to give back.
    }
  }

  /** The size changed: what the terminal made of the old lines is unknown. */
  resized(): void {
    this.shown = [];
    if (this.active) this.out.write(`${csi}2J`);
  }

  draw(lines: readonly string[]): void {
    if (!this.active) return;
    const shownLines = lines.slice(0, this.height);
    const changes = changed(this.shown, shownLines).map(
      ([row, line]) => `${csi}${row + 1};1H${line}${columns(line) < this.width ? `${csi}K` : ''}`,
    );
    this.shown = shownLines;
    if (changes.length > 0) this.out.write(frameBegin + changes.join('') + frameEnd);
  }
}

/** Rows whose text differs, with their new text; rows that are gone become empty. */
export function changed(before: readonly string[], after: readonly string[]): [number, string][] {
  const rows = Math.max(before.length, after.length);
  return Array.from({ length: rows }, (_, row): [number, string] => [row, after[row] ?? '']).filter(
    ([row, line]) => before[row] !== line,
  );
}
