import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE } from '../paths.js';

export const MIRROR = process.env.LATTICE_RIG_MIRROR ?? 'http://deb.debian.org/debian';
export const SUITE = 'trixie-backports';
export const BACKPORTS = `deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${MIRROR} ${SUITE} main\n`;

/**
 * Options that give apt a world of its own in the cache: only the backports suite, its own lists. The host's sources and
 * priorities stay as they are, so nothing of the base system can be upgraded by accident.
 */
export async function privateApt(): Promise<string[]> {
  const root = join(CACHE, 'apt');
  const sources = join(root, 'sources.list');
  await mkdir(join(root, 'lists/partial'), { recursive: true });
  await mkdir(join(root, 'archives/partial'), { recursive: true });
  await writeFile(sources, BACKPORTS);
  return [
    `Dir::Etc::sourcelist=${sources}`,
    'Dir::Etc::sourceparts=-',
    `Dir::State::lists=${join(root, 'lists')}`,
    `Dir::Cache=${root}`,
    'APT::Sandbox::User=root',
  ].flatMap(option => ['-o', option]);
}
