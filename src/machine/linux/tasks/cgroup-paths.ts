import { existsSync, opendirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { movingCharacters } from '../../../model/moving-characters.js';

/** In the root of version 2, and nowhere in version 1. */
const mark = 'cgroup.controllers';
/** Any user with a delegated tree may make folders without end. */
const mostFolders = 4096;
const longestPath = 512;
const rootId = 1;

/**
 * The paths of control groups (v2) by the inode numbers of their folders. A number that is not known is looked for once in all folders; one that is not
 * found had a folder that is gone, and is named by its number. Bounded: 4096 folders, and as many numbers.
 */
export class CgroupPaths {
  private readonly places: readonly string[];
  private paths = new Map<number, string>();
  private gone = new Set<number>();

  /** `mount`: `/sys/fs/cgroup`; where version 1 is mounted there too, version 2 is in its folder `unified`. */
  constructor(mount: string) {
    this.places = [mount, join(mount, 'unified')];
  }

  /** Looks for those of `ids` that are not known, in one walk at most. O(folders), some µs each. */
  learn(ids: ReadonlySet<number>): void {
    const unknown = [...ids].some(id => !this.paths.has(id) && !this.gone.has(id));
    if (!unknown) return;
    this.walk();
    this.gone = new Set([...ids].filter(id => !this.paths.has(id)).slice(0, mostFolders));
  }

  /** Its path below the root: `/` for the root, `cgroup 4711` for one that is gone. */
  of(id: number): string {
    return this.paths.get(id) ?? (id === rootId ? '/' : `cgroup ${id}`);
  }

  /** A folder that was removed keeps its path for as long as there is room: its tasks may be told after it. */
  private walk(): void {
    const found = new Map<number, string>();
    const top = this.places.find(place => existsSync(join(place, mark)));
    if (top !== undefined) {
      const waiting = ['/'];
      for (let path = waiting.pop(); path !== undefined && found.size < mostFolders; path = waiting.pop()) {
        const folder = join(top, path);
        try {
          found.set(statSync(folder).ino, shown(path));
          const room = mostFolders - found.size - waiting.length;
          for (const name of foldersIn(folder, room)) waiting.push(join(path, name));
        } catch {
          // Removed meanwhile.
        }
      }
    }
    for (const [id, path] of this.paths) if (found.size < mostFolders && !found.has(id)) found.set(id, path);
    this.paths = found;
  }
}

function foldersIn(folder: string, most: number): string[] {
  const names: string[] = [];
  const listing = opendirSync(folder);
  try {
    for (let entry = listing.readSync(); entry !== null && names.length < most; entry = listing.readSync())
      if (entry.isDirectory()) names.push(entry.name);
  } finally {
    listing.closeSync();
  }
  return names;
}

const shown = (path: string): string => path.slice(0, longestPath).replace(movingCharacters, '?');
