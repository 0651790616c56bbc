import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { markedVersion, markOf } from '../../../src/daemon/flight/code-mark.js';

const rooms = ['model', 'lattice', 'governor', 'engine', 'daemon/flight'];

let root: string;
const mark = () => markOf(pathToFileURL(`${root}/`));
function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lattice-'));
  for (const room of rooms) write(`${room}/rule.js`, 'export class Rule {}');
});
afterEach(() => rmSync(root, { recursive: true }));

test('code that changes, comes or is renamed makes another build of it', () => {
  const marks = [mark()];
  write('model/rule.js', 'export class Rule { more = 1; }');
  marks.push(mark());
  write('model/other.js', '');
  marks.push(mark());
  rmSync(join(root, 'model/other.js'));
  write('model/renamed.js', '');
  marks.push(mark());
  expect(new Set(marks).size).toBe(marks.length);
});

test.each(rooms)('so does code of %s that lies deeper, and where it lies', room => {
  const marks = [mark()];
  write(`${room}/deep/deeper/part.js`, 'export const a = 1;');
  marks.push(mark());
  write(`${room}/deep/deeper/part.js`, 'export const a = 2;');
  marks.push(mark());
  rmSync(join(root, room, 'deep/deeper/part.js'));
  write(`${room}/deep/part.js`, 'export const a = 2;');
  marks.push(mark());
  expect(new Set(marks).size).toBe(marks.length);
});

test('what is no code, or of another room, changes nothing', () => {
  const before = mark();
  write('model/rule.js.map', '{}');
  write('model/rule.d.ts', 'export declare class Rule {}');
  write('cli/main.js', '');
  write('daemon/loop/loop.js', '');
  expect(mark()).toBe(before);
});

test('the version of this build names it', () => {
  expect(markedVersion('1.2.3')).toMatch(/^1\.2\.3\+[0-9a-f]{16}$/);
  expect(markedVersion('1.2.3')).toBe(markedVersion('1.2.3'));
});
