import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderForTest } from '../fixtures/scratch.js';

const ours = 'native/node-gyp/node-gyp.mjs';

/** A prefix with headers for one module version. */
function headers(moduleVersion: string): string {
  const folder = folderForTest('node-gyp');
  mkdirSync(join(folder, 'include/node'), { recursive: true });
  writeFileSync(join(folder, 'include/node/node_version.h'), `#define NODE_MODULE_VERSION ${moduleVersion}\n`);
  return folder;
}

/** Runs our node-gyp before one that tells what it was called with, and ends as it is told. */
function run(environment: Record<string, string>, status = 0) {
  const folder = folderForTest('node-gyp');
  const told = join(folder, 'told.json');
  const npms = join(folder, 'node-gyp.js');
  writeFileSync(
    npms,
    `console.log('much output');
    require('fs').writeFileSync(${JSON.stringify(told)}, JSON.stringify([process.argv.slice(2), process.env.npm_config_nodedir ?? null]));
    process.exit(${status});`,
  );
  const { status: ended, stderr } = spawnSync(process.execPath, [join(process.cwd(), ours), 'rebuild', '--release'], {
    cwd: folder,
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      CXX: 'true',
      MAKE: 'true',
      PYTHON: 'true',
      npm_package_name: 'better-sqlite3',
      npm_config_node_gyp: npms,
      ...environment,
    },
  });
  return { ended, stderr, told: () => JSON.parse(readFileSync(told, 'utf8')) as [string[], string | null] };
}

test('builds with the headers that fit', () => {
  const fitting = headers(process.versions.modules);
  const { ended, told } = run({ npm_config_nodedir: fitting });
  expect(ended).toBe(0);
  const [arguments_] = told();
  expect(arguments_.slice(0, 2)).toEqual(['rebuild', '--release']);
  expect(arguments_).toContain(`--nodedir=${fitting}`);
});

test('never builds with headers of another major, even when npm is set to them', () => {
  const unfit = headers('1');
  const [arguments_, environment] = run({ npm_config_nodedir: unfit }).told();
  expect(arguments_.join(' ')).not.toContain(unfit);
  expect(environment).toBeNull();
});

test('one line tells what is missing, before anything is tried', () => {
  const { ended, stderr, told } = run({ PATH: '/nowhere', CXX: '', MAKE: '', PYTHON: '' });
  expect(ended).toBe(1);
  expect(stderr).toMatch(/^lattice-governor: better-sqlite3 .* apt-get install build-essential python3.*\n$/);
  expect(told).toThrow();
});

test("a build that fails shows the compiler's words and then the line", () => {
  const { ended, stderr } = run({ npm_config_nodedir: headers(process.versions.modules) }, 1);
  expect(ended).toBe(1);
  expect(stderr).toContain('much output');
  expect(stderr.trimEnd().split('\n').at(-1)).toBe(
    'lattice-governor: node-gyp could not build better-sqlite3 (its output is above)',
  );
});

test('npm finds ours before its own, in a copy that is there before any script runs', () => {
  // A link would be made only after better-sqlite3's script (npm 10 and newer).
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  expect(lock.packages['node_modules/lattice-node-gyp'].link).toBeUndefined();
  expect(readFileSync('.npmrc', 'utf8')).toMatch(/^install-links=true$/m);
  expect(readFileSync('node_modules/.bin/node-gyp', 'utf8')).toBe(readFileSync(ours, 'utf8'));
});
