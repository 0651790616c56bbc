import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Entry } from '../../../src/engine/replay/recording.js';
import { entries } from '../../../src/machine/replayed/entries.js';
import { writeRecording } from '../../../src/machine/replayed/write.js';
import { simulated, temporary } from './fixture.js';

async function recorded() {
  const { description, samples } = await simulated(3);
  const all: Entry[] = [
    { hello: description },
    ...samples.map(sample => ({ sample })),
    { note: { t: 'clock', clock: { at: 1, wall: 2 } } },
    { hello: description, countersAnew: true },
    ...samples.slice(0, 1).map(sample => ({ sample })),
  ];
  const path = `${temporary()}.gz`;
  await writeRecording(path, all);
  return { all, path };
}

async function read(path: string): Promise<Entry[]> {
  const seen: Entry[] = [];
  for await (const entry of entries(path)) seen.push(entry);
  return seen;
}

test('a recording holds everything in its order, for its owner only', async () => {
  const { all, path } = await recorded();
  expect(all.length).toBeGreaterThan(30);
  expect(await read(path)).toEqual(all);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a last line that was never finished is left out', async () => {
  const { all, path } = await recorded();
  const text = gunzipSync(readFileSync(path)).toString();
  expect(await read(temporary(text.slice(0, -5)))).toEqual(all.slice(0, -1));
});

test('a file that is cut off or no recording is told with its name', async () => {
  const { path } = await recorded();
  const cut = `${temporary()}.gz`;
  writeFileSync(cut, readFileSync(path).subarray(0, 1000));
  await expect(read(cut)).rejects.toThrow(`${cut}: unexpected end of file`);
  await expect(read(`${cut}.gz`)).rejects.toThrow(`${cut}.gz: ENOENT`);
});

test('an existing file is kept, a missing directory is told', async () => {
  const path = temporary('precious');
  await expect(writeRecording(path, [])).rejects.toMatchObject({ code: 'EEXIST' });
  expect(readFileSync(path, 'utf8')).toBe('precious');
  await expect(writeRecording(`${path}.d/x`, [])).rejects.toMatchObject({ code: 'ENOENT' });
});
