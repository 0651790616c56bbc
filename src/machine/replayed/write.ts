import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { type Entry, helloLine, noteLine, sampleLine } from '../../engine/replay/recording.js';

/** Yields to other tasks after this much text: some milliseconds of work. */
const turn = 1 << 16;

/** Writes a compressed recording to a new file at `path`; rejects if a file exists there, or if the write fails. */
export async function writeRecording(path: string, entries: Iterable<Entry>): Promise<void> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  await pipeline(Readable.from(pieces(entries)), createGzip(), file);
}

async function* pieces(entries: Iterable<Entry>): AsyncGenerator<string> {
  let text = '';
  for (const entry of entries) {
    text += lineOf(entry);
    if (text.length < turn) continue;
    yield text;
    text = '';
    await setImmediate();
  }
  yield text;
}

function lineOf(entry: Entry): string {
  if ('sample' in entry) return sampleLine(entry.sample);
  return 'note' in entry ? noteLine(entry.note) : helloLine(entry.hello, entry.countersAnew);
}
