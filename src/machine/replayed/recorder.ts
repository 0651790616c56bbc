import type { WriteStream } from 'node:fs';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Description } from '../../model/description.js';
import type { Sample } from '../../model/sample.js';
import { helloLine, sampleLine } from './recording.js';

/** Writes a recording as it happens; what can not be written is told by close, never by a throw on the way. */
export class Recorder {
  private readonly file: WriteStream;
  private readonly written: Promise<Error | undefined>;

  /** Begins a new file at `path`; one that is there already is kept, and close tells EEXIST. */
  constructor(path: string, description: Description) {
    this.file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    this.written = finished(this.file).then(
      () => undefined,
      (problem: Error) => problem,
    );
    this.hello(description);
  }

  /** The machine described itself anew: samples from here on have its signals. */
  hello(description: Description): void {
    this.file.write(helloLine(description));
  }

  samples(batch: readonly Sample[]): void {
    for (const sample of batch) this.file.write(sampleLine(sample));
  }

  /** Resolves with what went wrong, if anything did, once all is on its way to the disk. */
  async close(): Promise<Error | undefined> {
    this.file.end();
    return await this.written;
  }
}
