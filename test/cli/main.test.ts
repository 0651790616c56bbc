import { expect, test } from 'vitest';
import { quickGet } from '../../src/cli/main.js';
import { parse } from '../../src/cli/program.js';

test.each([
  ['get'],
  ['--json', 'get'],
  ['get', '--runtime-dir', '/run/x', '--json'],
  ['--state-dir', 'get', 'get', '--runtime-dir', '/r'],
])('%j needs no parser, and means what the parser makes of it', async (...argv) => {
  const heard: unknown[] = [];
  await parse(argv, async ({ name }, globals) => void heard.push([name, globals]));
  const { json, ...rest } = quickGet(argv) ?? {};
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  expect(heard).toEqual([['get', json === true ? { ...given, json } : given]]);
});

test.each([
  [],
  ['get', 'get'],
  ['get', '--help'],
  ['get', '--runtime-dir'],
  ['get', '--runtime-dir', '--json'],
  ['get', '--runtime-dir=/r'],
  ['set', 'balanced'],
])('%j is for the parser', (...argv) => expect(quickGet(argv)).toBeUndefined());
