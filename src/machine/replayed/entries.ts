import { createReadStream } from 'node:fs';
import { type Entry, RecordingReader } from './recording.js';
import { RecordingError } from './recording-error.js';

/** The entries of a recording, read as they are asked for: a long recording never has to fit into memory. */
export async function* entries(path: string): AsyncGenerator<Entry> {
  const reader = new RecordingReader(path);
  for await (const line of lines(path)) yield reader.read(line);
  reader.end();
}

/** Whole lines only: what follows the last newline was never finished. */
async function* lines(path: string): AsyncGenerator<string> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
      const parts = (rest + String(chunk)).split('\n');
      rest = parts.pop() ?? '';
      yield* parts;
    }
  } catch (problem) {
    throw new RecordingError(path, 0, problem instanceof Error ? problem.message : String(problem));
  }
}
