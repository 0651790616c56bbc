import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../fixtures/scratch.js';

const prepare = (cwd: string) =>
  spawnSync(process.execPath, [join(process.cwd(), 'native/install/prepare.mjs')], { cwd, encoding: 'utf8' });

test('without TypeScript an installation is not compiled, says so and does not fail', () => {
  const { status, stdout } = prepare(folderForTest('prepare'));
  expect(stdout).toMatch(/^lattice-governor: not compiled, since TypeScript was left out; .*\n$/);
  expect(status).toBe(0);
});

test('a compilation that fails still fails the installation', () => {
  const folder = folderForTest('prepare');
  mkdirSync(join(folder, 'node_modules/.bin'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/.bin/tsc'), '');
  chmodSync(join(folder, 'node_modules/.bin/tsc'), 0o755);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ scripts: { build: 'exit 3' } }));
  expect(prepare(folder).status).toBe(3);
});

test('no Node is promised that better-sqlite3 does not run on', () => {
  const majors = (manifest: string) =>
    [...(JSON.parse(readFileSync(manifest, 'utf8')).engines.node as string).matchAll(/(?:^|\|\| )\^?(\d+)\./g)].map(
      ([, major]) => Number(major),
    );
  expect(majors('package.json').length).toBeGreaterThan(2);
  expect(majors('node_modules/better-sqlite3/package.json')).toEqual(expect.arrayContaining(majors('package.json')));
});
