import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeFolder } from '../../../src/journal/writer/make-folder.js';
import { folderForTest } from '../../fixtures/scratch.js';

test('makes what is missing, and leaves what is there', () => {
  const folder = join(folderForTest('folders'), 'a/b/c');
  makeFolder(folder, 0o700);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  makeFolder(folder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('fails at once below a file, and where no folder can be', () => {
  const file = join(folderForTest('folders'), 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow('EEXIST');
  expect(() => makeFolder(join(file, 'below'))).toThrow('ENOTDIR');
  // Node 20's mkdir with `recursive` goes round and round here.
  expect(() => makeFolder('/proc/nobody/below')).toThrow('ENOENT');
  expect(existsSync('/proc/nobody')).toBe(false);
});
