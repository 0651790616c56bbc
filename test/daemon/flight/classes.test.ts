import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { markedVersion, markOf } from '../../../src/daemon/flight/classes.js';

let folder: string;
const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
const mark = () => markOf([pathToFileURL(`${folder}/`)]);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lattice-'));
  write('rule.js', 'export class Rule {}');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('code that changes, comes or is renamed makes another build of it', () => {
  const marks = [mark()];
  write('rule.js', 'export class Rule { more = 1; }');
  marks.push(mark());
  write('other.js', '');
  marks.push(mark());
  rmSync(join(folder, 'other.js'));
  write('renamed.js', '');
  marks.push(mark());
  expect(new Set(marks).size).toBe(marks.length);
});

test('what is no code changes nothing', () => {
  const before = mark();
  write('rule.js.map', '{}');
  write('rule.d.ts', 'export declare class Rule {}');
  expect(mark()).toBe(before);
});

test('the version of this build names it', () => {
  expect(markedVersion('1.2.3')).toMatch(/^1\.2\.3\+[0-9a-f]{16}$/);
  expect(markedVersion('1.2.3')).toBe(markedVersion('1.2.3'));
});
