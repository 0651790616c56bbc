import { readFileSync } from 'node:fs';

const importLine = /^import\s[^;]*?from\s+'(\.{1,2}\/[^']+)';\n?/gm;

/**
 * One script of a module and all that it imports, dependencies first: what a bundler does for modules that only export and import by name. They share
 * one scope, so their top-level names must differ; a browser would refuse the script otherwise, and a test sees that it does not.
 */
export function bundled(entry: URL, seen = new Set<string>()): string {
  if (seen.has(entry.href)) return '';
  seen.add(entry.href);
  const text = readFileSync(entry, 'utf8').replace(/^\/\/# sourceMappingURL.*$/m, '');
  const needed = [...text.matchAll(importLine)].map(([, path = '']) => bundled(new URL(path, entry), seen));
  const own = text
    .replace(importLine, '')
    .replace(/^export (?=const|let|function|class|async)/gm, '')
    .replace(/^export \{\};?$/gm, '');
  return `${needed.join('')}${own}`;
}
