import { writeFileSync } from 'node:fs';
import { errnoOf, messageOf } from '../control/protocol/errors.js';
import { Failure } from './exit.js';

/** Writes what a command was asked to put into a file. */
export function write(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') throw new Failure(`${path}: its directory does not exist`);
    throw new Failure(`${path}: can not be written (${messageOf(error)})`);
  }
}
