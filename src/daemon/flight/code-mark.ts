/**
 * The mark of the code that decides: an image of learned state means nothing to other code, even of the same version. It covers all code in the
 * folders below, and in their subfolders.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** The code that decides, the code that assembles it, and the code that makes images of it. */
const rooms = ['model', 'lattice', 'governor', 'engine', 'daemon/flight'];

let mark: string | undefined;

/** `version` with the mark of the running code. */
export function markedVersion(version: string): string {
  mark ??= markOf(new URL('../../', import.meta.url), rooms);
  return `${version}+${mark}`;
}

/** Hash of all code in these folders of `root`, at any depth. */
export function markOf(root: URL, folders: readonly string[] = rooms): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const directory = new URL(`${folder}/`, root);
    for (const file of readdirSync(directory, { recursive: true }).map(String).filter(isCode).sort())
      hash.update(`${folder}/${file}\n`).update(readFileSync(new URL(file, directory)));
  }
  return hash.digest('hex').slice(0, 16);
}

const isCode = (file: string): boolean => /\.[jt]s$/.test(file) && !file.endsWith('.d.ts');
