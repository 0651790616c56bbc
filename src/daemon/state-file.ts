import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf } from '../control/protocol/errors.js';
import { makeFolder } from '../journal/writer/make-folder.js';

/** Of the form of each file. */
const version = 1;

/** The JSON object in a file; undefined where there is none; throws with what is wrong with it. */
export function readState(path: string): Readonly<Record<string, unknown>> | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    // A state directory that is none keeps nothing: what can't be kept is said where it is written.
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Error(`${path}: not JSON`);
  }
  if (isObject(body) && body.version === version) return body;
  throw new Error(`${path}: expected an object of version ${version}`);
}

const isObject = (body: unknown): body is Readonly<Record<string, unknown>> =>
  typeof body === 'object' && body !== null;

/** Writes a JSON object so that a crash leaves the old file or the new one. */
export function writeState(path: string, document: object): void {
  makeFolder(dirname(path));
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w', 0o644);
  try {
    writeSync(file, `${JSON.stringify({ version, ...document }, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}

export const removeState = (path: string): void => rmSync(path, { force: true });
