import { movingCharacters } from '../../../model/moving-characters.js';

/** A process on a GPU, as `nvidia-smi pmon` prints it. */
export interface ProcessRow {
  /** nvidia-smi's number of the GPU. */
  readonly index: number;
  readonly pid: number;
  readonly name: string;
  /** Share of the last cycle in which its kernels ran, 0 to 1. */
  readonly busy: number;
}

/** Places of what is read in a line's words. Drivers differ in their columns: they are found by the heading. */
export interface ProcessColumns {
  readonly index: number;
  readonly pid: number;
  readonly busy: number;
  readonly name: number;
}

const longestName = 64;

/** The columns of a heading; undefined for any other line. */
export function columnsOf(line: string): ProcessColumns | undefined {
  const words = line.split(/\s+/).filter(word => word !== '' && word !== '#');
  const [index, pid, busy, name] = ['gpu', 'pid', 'sm', 'command'].map(word => words.indexOf(word));
  if (!line.startsWith('#') || index === undefined || pid === undefined || busy === undefined || name === undefined)
    return undefined;
  return Math.min(index, pid, busy, name) < 0 ? undefined : { index, pid, busy, name };
}

/** A line's process; undefined where none runs, where its share is not told (`-`), and for whatever is no row. */
export function processRow(line: string, columns: ProcessColumns): ProcessRow | undefined {
  const words = line.split(/\s+/).filter(word => word !== '');
  const whole = (at: number): number => (/^\d{1,10}$/.test(words[at] ?? '') ? Number(words[at]) : Number.NaN);
  const [index, pid, percent] = [whole(columns.index), whole(columns.pid), whole(columns.busy)];
  if (!(index >= 0 && pid > 0 && percent >= 0 && percent <= 100)) return undefined;
  const command = words.slice(columns.name).join(' ').replace(movingCharacters, '?');
  return { index, pid, name: [...command].slice(0, longestName).join(''), busy: percent / 100 };
}
