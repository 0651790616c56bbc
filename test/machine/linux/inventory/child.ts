import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { scratch } from '../../../journal/support.js';

/** A stand-in for the child, made of one line of code. */
export function child(code: string): URL {
  const path = join(scratch(), 'child.mjs');
  writeFileSync(path, code);
  return pathToFileURL(path);
}
