import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../journal/make-folder.js';

/** The JSON document in a file; undefined where there is none; throws with what is wrong with it. */
export function readKept(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${path}: not JSON`);
  }
}

/** Writes a JSON document so that a crash leaves the old file or the new one. */
export function writeKept(path: string, document: object): void {
  makeFolder(dirname(path));
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w', 0o644);
  try {
    writeSync(file, `${JSON.stringify(document, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}

export const removeKept = (path: string): void => rmSync(path, { force: true });
