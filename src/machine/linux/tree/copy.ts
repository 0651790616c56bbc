import { readdir, readlink, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { TreeEntry, TreeFiles } from './entry.js';
import { errnoName, late, readEntry } from './read-file.js';
import { isDriverLink, isPlainName, partOf, sensedFiles } from './sensed-files.js';

/** An attribute is at most a page; /proc/stat of a large server is more. */
const longestFile = 4096;
const longestStat = 512 * 1024;
/** Some twenty files a CPU: enough for two thousand. */
export const mostFiles = 50_000;
const longestCopyMs = 60_000;
/** Each holds one of the few threads that read. */
const mostLate = 2;

export interface TreeCopy {
  readonly files: TreeFiles;
  /** What was not copied, and why. */
  readonly left: readonly { readonly what: string; readonly why: string }[];
}

/** Copies what helper and engine read of the machine at `root`, within bounds of size and time. */
export async function copyTree(root: string): Promise<TreeCopy> {
  const copy = new Copy(await realpath(root));
  for (const { folder, files } of sensedFiles) {
    const patterns = files.map(partOf);
    for (const found of await copy.folders(folder.split('/'))) await copy.take(found, patterns);
  }
  return { files: withoutOtherDevices(copy.files), left: copy.left };
}

const devices = 'sys/bus/pci/devices/';

/** Of what is on the bus only NVIDIA's boards are looked at further than their vendor. */
function withoutOtherDevices(files: TreeFiles): TreeFiles {
  const isOther = (path: string): boolean => {
    const vendor = files[`${devices}${path.split('/')[4]}/vendor`];
    return path.startsWith(devices) && !(vendor !== undefined && 'text' in vendor && vendor.text.startsWith('0x10de'));
  };
  return Object.fromEntries(Object.entries(files).filter(([path]) => !isOther(path)));
}

class Copy {
  readonly files: Record<string, TreeEntry> = {};
  readonly left: { what: string; why: string }[] = [];
  private readonly root: string;
  private readonly until = performance.now() + longestCopyMs;
  private count = 0;
  private waited = 0;

  constructor(root: string) {
    this.root = root;
  }

  /** The folders that a pattern stands for. */
  async folders(parts: readonly string[]): Promise<string[]> {
    let found = [''];
    for (const part of parts) {
      const next: string[] = [];
      for (const folder of found) {
        const names = /[#*]/.test(part) ? await this.names(folder, partOf(part)) : [part];
        next.push(...names.map(name => (folder === '' ? name : `${folder}/${name}`)));
      }
      found = next;
    }
    return found;
  }

  async take(folder: string, patterns: readonly RegExp[]): Promise<void> {
    if (this.isOver()) return;
    for (const name of await this.names(folder, ...patterns)) {
      if (this.isOver()) return;
      const path = `${folder}/${name}`;
      const entry = await this.entry(path);
      if (entry === undefined) continue;
      this.files[path] = entry;
      this.count++;
      if ('unread' in entry && entry.unread === late) this.waited++;
    }
  }

  private entry(path: string): Promise<TreeEntry | undefined> {
    if (path.endsWith('/driver')) return this.driver(path);
    return this.filtered(path);
  }

  private async filtered(path: string): Promise<TreeEntry> {
    const entry = await readEntry(this.root, path, path === 'proc/stat' ? longestStat : longestFile);
    if (!('text' in entry)) return entry;
    // The time of boot and the boot's own number say when and which, and nobody needs either.
    if (path === 'proc/stat') return { ...entry, text: entry.text.replace(/^(?!cpu\d* ).*\n?/gm, '') };
    if (path.endsWith('/boot_id')) return { ...entry, text: `${entry.text.trim().replace(/[0-9a-f]/g, '0')}\n` };
    return entry;
  }

  private async driver(path: string): Promise<TreeEntry | undefined> {
    try {
      const link = `../../../../bus/pci/drivers/${basename(await readlink(join(this.root, path)))}`;
      return isDriverLink(link) ? { link } : undefined;
    } catch {
      return undefined;
    }
  }

  /** Names in a folder that fit one of the patterns, as the kernel's numbers count. */
  private async names(folder: string, ...patterns: readonly RegExp[]): Promise<string[]> {
    let all: string[];
    try {
      all = await readdir(join(this.root, folder));
    } catch (error) {
      const errno = errnoName(error);
      if (errno !== 'ENOENT' && errno !== 'ENOTDIR') this.left.push({ what: folder, why: errno });
      return [];
    }
    const fitting = all.filter(name => patterns.some(pattern => pattern.test(name)));
    const plain = fitting.filter(isPlainName);
    if (plain.length < fitting.length)
      this.left.push({ what: folder, why: `${fitting.length - plain.length} with a name that no kernel gives` });
    return plain.sort(new Intl.Collator('en', { numeric: true }).compare);
  }

  private isOver(): boolean {
    const why =
      this.count >= mostFiles
        ? `more than ${mostFiles} files`
        : this.waited >= mostLate
          ? `${mostLate} files did not answer`
          : performance.now() > this.until
            ? `it took longer than ${longestCopyMs / 1000} s`
            : undefined;
    if (why !== undefined && !this.left.some(l => l.what === 'the rest')) this.left.push({ what: 'the rest', why });
    return why !== undefined;
  }
}
