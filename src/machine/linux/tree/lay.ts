import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TreeEntry, TreeFiles } from './entry.js';
import { isDriverLink, isSensed } from './sensed-files.js';

/** A tree that can't be laid: whoever wrote the file may have meant harm. */
export class TreeError extends Error {
  override name = 'TreeError';
}

/**
 * Lays a copied tree into a folder, which it makes; one that is there must be empty. Nothing is written that a copy could not hold: a path that
 * leads elsewhere, a link but a driver's name. What was not readable there is not readable here.
 */
export function layTree(folder: string, files: TreeFiles): void {
  const all = Object.entries(files);
  for (const [path, entry] of all) check(path, entry);
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new TreeError(`${folder}: expected an empty folder, or none`);
  for (const top of ['sys', 'proc']) mkdirSync(join(folder, top));
  for (const [path, entry] of all) {
    const at = join(folder, path);
    mkdirSync(dirname(at), { recursive: true });
    if ('link' in entry) symlinkSync(entry.link, at);
    else if ('unread' in entry) writeFileSync(at, '', { mode: modeOf(entry) & 0o222, flag: 'wx' });
    else writeFileSync(at, entry.text, { mode: modeOf(entry), flag: 'wx' });
  }
}

function check(path: string, entry: TreeEntry): void {
  if (!isSensed(path)) throw new TreeError(`${JSON.stringify(path)}: no file that Lattice reads of a machine`);
  const isLink = path.endsWith('/driver');
  if (isLink !== 'link' in entry) throw new TreeError(`${path}: expected ${isLink ? 'a link' : 'a file'}`);
  if ('link' in entry && !isDriverLink(entry.link)) throw new TreeError(`${path}: a link that leads elsewhere`);
}

/** The umask of whoever lays it may take what a group could write; the owner's bits are what the helper looks at. */
const modeOf = ({ mode }: { readonly mode: string }): number => Number.parseInt(mode, 8) & 0o777;
