import { readdirSync } from 'node:fs';
import type { Classes } from './thaw.js';

/** The folders of pure code: whatever decides is made of their classes. */
const folders = ['model', 'lattice', 'governor'];

/** All classes of the pure code by name. Read from the folders, so that a rule that is added can't be forgotten here. */
export async function pureClasses(): Promise<Classes> {
  const classes = new Map<string, { readonly prototype: object }>();
  for (const folder of folders) {
    const directory = new URL(`../../${folder}/`, import.meta.url);
    for (const file of readdirSync(directory)) {
      if (!/\.[jt]s$/.test(file) || file.endsWith('.d.ts')) continue;
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
