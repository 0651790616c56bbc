import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Entry } from '../../engine/replay/recording.js';
import { RecordingError } from '../../engine/replay/recording-error.js';
import { RecordingReader } from './recording-reader.js';

/** The entries of a recording, possibly compressed (.gz). They are read as they are needed: a long recording never has to fit into memory. */
export async function* entries(path: string): AsyncGenerator<Entry> {
  const reader = new RecordingReader(path);
  for await (const line of lines(path)) yield reader.read(line);
  reader.end();
}

/** Whole lines only: text after the last newline is incomplete. */
async function* lines(path: string): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of textOf(path)) {
      const parts = (rest + String(chunk)).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  } catch (problem) {
    throw new RecordingError(path, 0, problem instanceof Error ? problem.message : String(problem));
  }
}

function textOf(path: string): AsyncIterable<unknown> {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file.setEncoding('utf8');
  const text = createGunzip();
  file.on('error', problem => text.destroy(problem));
  return file.pipe(text).setEncoding('utf8');
}
