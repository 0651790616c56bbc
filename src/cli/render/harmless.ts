import { movingCharacters } from '../../model/moving-characters.js';

/** The same value with every such character in its strings shown as `?`: names come from hardware, files and clients. */
export function harmless<T>(value: T): T {
  const json = JSON.stringify(value);
  // JSON writes the lower control characters as escapes; most values have none, and those need no second pass.
  if (!/\\[bfnrtu]|[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/.test(json)) return value;
  return JSON.parse(json, (_key, part) => (typeof part === 'string' ? part.replace(movingCharacters, '?') : part));
}

/** The same for lines of text; their breaks stay. */
export const harmlessLines = (text: string): string =>
  text.replace(movingCharacters, each => (each === '\n' ? each : '?'));
