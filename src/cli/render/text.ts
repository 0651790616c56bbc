import { stripVTControlCharacters } from 'node:util';

/** Columns that a text takes, its colours left out. */
export const columns = (text: string): number => [...stripVTControlCharacters(text)].length;

/** Text without colours cut to `width` columns, the cut shown. */
export function cut(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  return width <= 0 ? '' : `${characters.slice(0, width - 1).join('')}…`;
}

/** Text filled up with spaces to `width` columns; colours take none. */
export function pad(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const fill = ' '.repeat(Math.max(0, width - columns(text)));
  return align === 'left' ? text + fill : fill + text;
}

/** Text without colours broken at spaces into lines of at most `width` columns. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columns(line) + 1 + columns(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
}

/** A line broken between words for a terminal of that width. What is too long goes on in the next line, indented further. */
export function fold(line: string, width: number): string[] {
  if (columns(line) <= width) return [line];
  const [indent = ''] = /^ */.exec(line) ?? [];
  const [first = '', ...rest] = wrap(line.slice(indent.length), width - indent.length - 2);
  return [`${indent}${first}`, ...rest.map(each => `${indent}  ${each}`)];
}

/** Text without colours in at most `most` lines of `width` columns, the last one cut where that is too few. */
export function wrapped(text: string, width: number, most: number): string[] {
  const lines = wrap(text, width);
  if (lines.length <= most) return lines;
  return most === 0 ? [] : [...lines.slice(0, most - 1), cut(lines.slice(most - 1).join(' '), width)];
}
