import { constants } from 'node:fs';
import { open, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeEntry } from './entry.js';

/** A driver may wait for a device that does not answer. */
const patienceMs = 2000;
export const late = 'ETIMEDOUT';
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY | constants.O_NOFOLLOW;

/**
 * Reads one file of a tree: at most `longest` bytes, never waiting for a pipe or a dead device, and only where its links stay in the tree's own `sys`
 * or `proc`. `root` has no links in it.
 */
export async function readEntry(root: string, path: string, longest: number): Promise<TreeEntry> {
  let timer: NodeJS.Timeout | undefined;
  // What comes later is left to the thread that waits for it.
  const tooLate = new Promise<TreeEntry>(resolve => {
    timer = setTimeout(() => resolve({ unread: late, mode: '0000' }), patienceMs);
  });
  try {
    return await Promise.race([read(root, path, longest), tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

async function read(root: string, path: string, longest: number): Promise<TreeEntry> {
  let mode = '0000';
  try {
    const real = await realpath(join(root, path));
    if (!['sys', 'proc'].some(top => real.startsWith(join(root, top, '/'))))
      return { unread: 'a link that leads elsewhere', mode };
    const status = await stat(real);
    mode = octal(status.mode);
    if (!status.isFile()) return { unread: 'not a plain file', mode };
    const { text, whole } = await beginning(real, longest);
    return whole ? { text, mode } : { text, mode, cut: true };
  } catch (error) {
    return { unread: errnoName(error), mode };
  }
}

const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(4, '0');

export const errnoName = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'EIO';

/** procfs and sysfs tell no size, and give a file in pieces. */
async function beginning(path: string, longest: number): Promise<{ readonly text: string; readonly whole: boolean }> {
  const file = await open(path, flags);
  try {
    const buffer = Buffer.alloc(longest + 1);
    let used = 0;
    for (let more = 1; more > 0 && used <= longest; used += more)
      more = (await file.read(buffer, used, buffer.length - used, null)).bytesRead;
    return { text: buffer.toString('utf8', 0, Math.min(used, longest)), whole: used <= longest };
  } finally {
    await file.close();
  }
}
