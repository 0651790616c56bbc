import { existsSync } from 'node:fs';

/** Exits a bench that was called with wrong arguments. */
export function fail(message: string): never {
  console.error(message);
  process.exit(2);
}

/** The path after --data, which has to exist. */
export function dataAt(path: string | undefined, expected: string): string {
  if (path === undefined || !existsSync(path)) fail(`--data ${path ?? ''}: expected ${expected}`);
  return path;
}

/** `7` or `101-104`. */
export function seedsOf(text: string): number[] {
  const [first = 1, last = first] = text.split('-').map(Number);
  if (!/^\d+(-\d+)?$/.test(text) || last < first) fail(`--seeds ${text}: expected one number, or FIRST-LAST`);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
