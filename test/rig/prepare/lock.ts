import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Two runs that prepare at once would build over each other; the second waits. A dead owner's lock counts for nothing. */
export async function withLock(file: string, work: () => Promise<void>): Promise<void> {
  while (!(await take(file))) await sleep(200);
  try {
    await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function take(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const owner = await readFile(file, 'utf8').catch(() => '');
  if (owner !== '' && !existsSync(`/proc/${owner}`)) await rm(file, { force: true });
  return false;
}
