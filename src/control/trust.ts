import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';

/** Who asks. */
export interface Asking {
  readonly uid: number;
  readonly gid: number;
}

const self = (): Asking => ({ uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 });

/**
 * Why what lies in a folder may be another user's doing, in words; undefined where only root, we, or whom root let in can have put it there, and
 * where there is no folder. In a folder that others may write, such as /tmp, every name belongs to the first who took it.
 */
export function distrust(folder: string, asking: Asking = self()): string | undefined {
  let real: string;
  try {
    real = realpathSync(folder);
  } catch {
    // A link of another user may lead to nothing yet.
    return distrusted(folder, asking);
  }
  return distrusted(folder, asking) ?? (real === folder ? undefined : distrusted(real, asking));
}

function distrusted(path: string, asking: Asking): string | undefined {
  const found = look(path);
  const above = dirname(path);
  const before = above === path ? undefined : distrusted(above, asking);
  if (before !== undefined || found === undefined) return before;
  const parent = above === path ? undefined : look(above);
  // A link's mode says nothing; where it leads is looked at by itself.
  if (parent?.isDirectory() === true && othersMayWrite(parent, asking) && !isOurs(found, asking))
    return `${path} belongs to uid ${found.uid}, expected root or uid ${asking.uid}`;
  if (found.isDirectory() && !isSticky(found) && othersMayWrite(found, asking))
    return `${path} may be written by others (mode ${(found.mode & 0o7777).toString(8)})`;
  return undefined;
}

/** What cannot be looked at, such as a name that is too long, is nothing that could be used either. */
function look(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

const isOurs = ({ uid }: Stats, asking: Asking): boolean => uid === 0 || uid === asking.uid;
const isSticky = ({ mode }: Stats): boolean => (mode & 0o1000) !== 0;
/** A group counts as others unless it is root's or our own. */
const othersMayWrite = ({ mode, gid }: Stats, asking: Asking): boolean =>
  (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && gid !== 0 && gid !== asking.gid);
