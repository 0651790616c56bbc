import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { movingCharacters } from '../../../model/moving-characters.js';
import { commandLineOf } from './reading.js';

/** One run of a process: a pid alone may be another process's tomorrow. */
export interface ProcessId {
  readonly pid: number;
  /** When it began, in clock ticks since boot. */
  readonly start: number;
}

/** Linux's largest pid, and one more. */
export const pidLimit = 2 ** 22;
const longestCommand = 200;
const longestName = 64;
const control = /\p{Cc}/gu;

/** The process that has this pid now; undefined when there is none, or a dead one that nobody waited for. */
export function processOf(pid: number, proc = '/proc'): ProcessId | undefined {
  const found = cpuTimeOf(pid, proc);
  return found && { pid, start: found.start };
}

/** Its CPU time and that of the children that it waited for, in clock ticks of Linux (100 a second); undefined as for processOf. */
export function cpuTimeOf(pid: number, proc = '/proc'): (ProcessId & { readonly ticks: number }) | undefined {
  const stat = read(`${proc}/${pid}/stat`);
  // The name, in parentheses, may hold anything; what follows the last one is plain.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  const [state] = fields;
  const start = Number(fields[19]);
  if (state === undefined || state === 'Z' || state === 'X' || !Number.isSafeInteger(start)) return undefined;
  return { pid, start, ticks: fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0) };
}

export const runs = ({ pid, start }: ProcessId, proc?: string): boolean => processOf(pid, proc)?.start === start;

/** Its command line in one harmless line; null where it can't be read. */
export async function commandOf(pid: number, proc = '/proc'): Promise<string | null> {
  const line = await commandLineOf(join(proc, `${pid}`));
  const words = (line ?? '').split('\0').filter(word => word !== '');
  const text = words.join(' ').replace(control, '?');
  if (text === '') return null;
  return text.length > longestCommand ? `${text.slice(0, longestCommand - 1)}…` : text;
}

/** The name of its first thread, as `Task` has it; undefined when it can't be read. */
export const nameOfProcess = (pid: number, proc = '/proc'): string | undefined =>
  read(`${proc}/${pid}/comm`)?.replace(/\n$/, '').slice(0, longestName).replace(movingCharacters, '?');

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
