import { readKept, writeKept } from '../kept-file.js';
import type { Done } from './schedules.js';

const version = 1;

/** What a daemon before did of its schedules in this boot; nothing where none did. Throws with what is wrong with the file. */
export function readDone(path: string, bootId: string): Done {
  const body = readKept(path);
  if (body === undefined) return {};
  if (typeof body !== 'object' || body === null || !('version' in body) || body.version !== version)
    throw new Error(`${path}: expected an object of version ${version}`);
  if (!('bootId' in body && body.bootId === bootId && 'done' in body)) return {};
  const { done } = body;
  if (typeof done !== 'object' || done === null || !Object.values(done).every(Number.isFinite))
    throw new Error(`${path}: done: expected times in UTC milliseconds`);
  return done;
}

export const writeDone = (path: string, bootId: string, done: Done): void => writeKept(path, { version, bootId, done });
