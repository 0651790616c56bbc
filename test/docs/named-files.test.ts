import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url).pathname;
const text = (file: string): string => readFileSync(join(root, file), 'utf8');
const top = /^(src|native|test|bench|docs|systemd|packaging|\.ci)\//;

/** Paths from the top of the repository that a text names in backticks. `NAME`, `NNNN` and `…` stand for what a reader chooses. */
const named = (file: string): string[] =>
  [...text(file).matchAll(/`([^`\s]+)`/g)].flatMap(([, path = '']) => (top.test(path) ? [path] : []));

/** The folder that a path with a placeholder in it begins with. */
const fixed = (path: string): string => path.replace(/[^/]*(NAME|NNNN|…).*$/, '');

test.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s names files that are there', file => {
  const paths = named(file);
  expect(paths.length).toBeGreaterThan(5);
  expect(paths.filter(path => !existsSync(join(root, fixed(path))))).toEqual([]);
});

const texts = ['.', 'docs', 'docs/fleet', 'bench', 'packaging', 'test', 'test/rig'].flatMap(folder =>
  readdirSync(join(root, folder)).flatMap(file => (file.endsWith('.md') ? [join(folder, file)] : [])),
);

test.each(texts)('links of %s lead somewhere', file => {
  const links = [...text(file).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link);
  expect(links.filter(link => !existsSync(join(root, dirname(file), link)))).toEqual([]);
});
