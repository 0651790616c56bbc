import { mostFiles } from '../../machine/linux/tree/copy.js';
import type { TreeEntry, TreeFiles } from '../../machine/linux/tree/entry.js';

/** Of the file's form: a reader refuses one that it does not know. */
export const bundleFormat = 1;
export const longestBundle = 64 * 1024 * 1024;

/** The tree in a support bundle that somebody sent; a string says what is wrong with it. */
export function treeIn(text: string): TreeFiles | string {
  const body = parsed(text);
  if (body === undefined) return 'no JSON: expected a file that `latticectl support` printed';
  if (field(body, 'format') !== bundleFormat)
    return `format ${JSON.stringify(field(body, 'format'))}, expected ${bundleFormat}: a file that \`latticectl support\` of this version printed`;
  const files = field(body, 'files');
  if (typeof files !== 'object' || files === null || Array.isArray(files)) return 'files: expected an object';
  const entries: [string, unknown][] = Object.entries(files);
  if (entries.length > mostFiles) return `files: ${entries.length}, expected at most ${mostFiles}`;
  const wrong = entries.find(([, entry]) => !isEntry(entry));
  if (wrong !== undefined)
    return `files: ${JSON.stringify(wrong[0])}: expected text and mode, unread and mode, or a link`;
  return files as TreeFiles;
}

const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined;

const isEntry = (entry: unknown): entry is TreeEntry =>
  typeof field(entry, 'link') === 'string' ||
  (/^[0-7]{4}$/.test(String(field(entry, 'mode'))) &&
    (typeof field(entry, 'text') === 'string') !== (typeof field(entry, 'unread') === 'string'));

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
