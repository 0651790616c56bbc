import type { Style } from '../render/style.js';
import { cut } from '../render/text.js';

const keys: readonly (readonly [key: string, what: string])[] = [
  ['q', 'quit'],
  ['p, space', 'pause, and go on'],
  ['f', 'choose the profile'],
  ['o', 'limit the clock for a time'],
  ['c', 'end all overrides'],
  ['t', 'tasks, and back to frequency domains'],
  ['s', 'what comes first'],
  ['b', 'tasks by task, process, cgroup or unit'],
  ['↑ ↓, PgUp PgDn, g G', 'scroll'],
  ['?, Esc', 'this help, and back'],
];

const signs: readonly (readonly [sign: string, what: string])[] = [
  ['[ ]', 'the limits of a clock in its range'],
  ['●', 'the clock now'],
  ['▂▄█', 'the last five minutes; heat from 30 °C to its trip'],
];

/** What keys do and signs mean, in at most `height` lines. */
export function helpLines(width: number, height: number, style: Style): string[] {
  const column = Math.max(...keys.map(([key]) => [...key].length)) + 2;
  const lineOf = ([name, what]: readonly [string, string]): string => cut(` ${name.padEnd(column)}${what}`, width);
  const all = [
    style.paint('dim', ' KEYS'),
    ...keys.map(lineOf),
    '',
    style.paint('dim', ' SIGNS'),
    ...signs.map(lineOf),
  ];
  return all.slice(0, Math.max(0, height));
}
