import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import type { Classes } from './thaw.js';

/** The folders of pure code: whatever decides is made of their classes. */
const folders = ['model', 'lattice', 'governor'];

const directories = folders.map(folder => new URL(`../../${folder}/`, import.meta.url));
const filesIn = (directory: URL): string[] =>
  readdirSync(directory, { recursive: true }).map(String).filter(isCode).sort();
const isCode = (file: string): boolean => /\.[jt]s$/.test(file) && !file.endsWith('.d.ts');

let mark: string | undefined;

/** What decides, what puts it together, and what an image of it is made by. */
const marked = [...directories, new URL('../../engine/', import.meta.url), new URL('./', import.meta.url)];

/** `version` with a mark of the code that runs: what another build of the same version learned has no meaning to this one. */
export function markedVersion(version: string): string {
  mark ??= markOf(marked);
  return `${version}+${mark}`;
}

/** Hash of all code in the folders. */
export function markOf(where: readonly URL[]): string {
  const hash = createHash('sha256');
  for (const directory of where)
    for (const file of filesIn(directory)) hash.update(`${file}\n`).update(readFileSync(new URL(file, directory)));
  return hash.digest('hex').slice(0, 16);
}

/** All classes of the pure code by name. Read from the folders, so that a rule that is added can't be forgotten here. */
export async function pureClasses(): Promise<Classes> {
  const classes = new Map<string, { readonly prototype: object }>();
  for (const directory of directories) {
    for (const file of filesIn(directory)) {
      const module: Readonly<Record<string, unknown>> = await import(new URL(file, directory).href);
      for (const value of Object.values(module)) {
        if (!isClass(value)) continue;
        const other = classes.get(value.name);
        if (other !== undefined && other !== value)
          throw new Error(`two classes ${value.name}, expected names that tell classes apart`);
        classes.set(value.name, value);
      }
    }
  }
  return classes;
}

const isClass = (value: unknown): value is { readonly name: string; readonly prototype: object } =>
  typeof value === 'function' && typeof value.prototype === 'object' && /^class\b/.test(String(value));
