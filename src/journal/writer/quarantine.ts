import { existsSync, renameSync } from 'node:fs';

/** `20260131T235959Z`: a time as part of a file name. */
export const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '');

/**
 * Moves a corrupt journal out of the way together with its -wal and -shm, so that nothing is lost that somebody could still recover.
 * @returns where it is now.
 */
export function quarantine(path: string, now: number): string {
  const plain = `${path}.corrupt-${stamp(now)}`;
  let target = plain;
  for (let n = 2; existsSync(target); n++) target = `${plain}-${n}`;
  for (const part of ['-wal', '-shm']) {
    if (existsSync(path + part)) renameSync(path + part, target + part);
  }
  renameSync(path, target);
  return target;
}
