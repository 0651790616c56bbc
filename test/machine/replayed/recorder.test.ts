import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { entries } from '../../../src/machine/replayed/entries.js';
import { Recorder } from '../../../src/machine/replayed/recorder.js';
import { simulated, temporary } from './fixture.js';

async function recorded(): Promise<{ readonly path: string; readonly count: number }> {
  const { description, samples } = await simulated(3);
  const path = temporary();
  const recorder = new Recorder(path, description);
  recorder.samples(samples);
  recorder.hello(description);
  recorder.samples(samples.slice(0, 1));
  expect(await recorder.close()).toBeUndefined();
  return { path, count: samples.length };
}

async function kinds(path: string): Promise<string> {
  let seen = '';
  for await (const entry of entries(path)) seen += 'hello' in entry ? 'h' : 's';
  return seen;
}

test('a recording holds hellos and samples in their order', async () => {
  const { path, count } = await recorded();
  expect(count).toBeGreaterThan(20);
  expect(await kinds(path)).toBe(`h${'s'.repeat(count)}hs`);
});

test('a last line that was never finished is left out', async () => {
  const { path, count } = await recorded();
  const text = readFileSync(path, 'utf8');
  expect(await kinds(temporary(text.slice(0, -5)))).toBe(`h${'s'.repeat(count)}h`);
});

test('an existing file is kept, a missing directory is told', async () => {
  const { description } = await simulated(0);
  const path = temporary('precious');
  expect(await new Recorder(path, description).close()).toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(path, 'utf8')).toBe('precious');
  expect(await new Recorder(`${path}.d/x`, description).close()).toMatchObject({ code: 'ENOENT' });
});
