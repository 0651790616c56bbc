import { readState, writeState } from '../state-file.js';
import type { Done } from './schedules.js';

/** What an earlier daemon did of its schedules in this boot; empty if none did. Throws with what is wrong with the file. */
export function readDone(path: string, bootId: string): Done {
  const body = readState(path);
  if (body === undefined) return {};
  const { done } = body;
  if (body.bootId !== bootId || done === undefined) return {};
  if (typeof done !== 'object' || done === null || !Object.values(done).every(Number.isFinite))
    throw new Error(`${path}: done: expected times in UTC milliseconds`);
  return done;
}

export const writeDone = (path: string, bootId: string, done: Done): void => writeState(path, { bootId, done });
