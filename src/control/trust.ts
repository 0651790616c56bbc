import { lstatSync, realpathSync, type Stats } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Why what lies in a folder may be another user's doing, in words; undefined where only root, we, or whom root let in can have put it there, and
 * where there is no folder. The rule is the helper's (base/trusted.c) too: no group may write it and nobody else, not even our own group, which
 * where everybody's is `users` is everybody. Folders that it lies in may be like /tmp, where each name belongs to the first who took it.
 */
export function distrust(folder: string): string | undefined {
  let real: string;
  try {
    real = realpathSync(folder);
  } catch {
    // A link of another user may lead to nothing yet.
    return distrusted(folder);
  }
  return distrusted(folder) ?? (real === folder ? undefined : distrusted(real));
}

/** From the top down, as the kernel goes. */
function distrusted(folder: string): string | undefined {
  const us = process.getuid?.() ?? 0;
  const last = resolve(folder);
  let above: Stats | undefined;
  for (const path of wayTo(last)) {
    const found = look(path);
    if (found === undefined) return undefined;
    // A link's mode says nothing; where it leads is looked at by itself.
    if (above?.isDirectory() === true && othersMayWrite(above) && found.uid !== 0 && found.uid !== us)
      return `${path} belongs to uid ${found.uid}, expected root or uid ${us}`;
    if (found.isDirectory() && othersMayWrite(found) && (path === last || !isSticky(found)))
      return `${path} may be written by others (mode ${(found.mode & 0o7777).toString(8)}): \`chmod go-w\` ends that`;
    above = found;
  }
  return undefined;
}

/** `/`, `/a` and `/a/b` of `/a/b`. */
const wayTo = (path: string): string[] => (dirname(path) === path ? [path] : [...wayTo(dirname(path)), path]);

/** What cannot be looked at, such as a name that is too long, is nothing that could be used either. */
function look(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

const isSticky = ({ mode }: Stats): boolean => (mode & 0o1000) !== 0;
const othersMayWrite = ({ mode }: Stats): boolean => (mode & 0o022) !== 0;
