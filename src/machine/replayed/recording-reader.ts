import { type Note, noteSchemas } from '../../engine/replay/notes.js';
import { type Entry, recordingVersion } from '../../engine/replay/recording.js';
import { RecordingError } from '../../engine/replay/recording-error.js';
import type { Description } from '../../model/description.js';
import type { Sample } from '../../model/sensing/sample.js';
import { nanoseconds } from '../../model/units.js';
import { descriptionSchema } from './schema.js';

/** Reads entries line by line; `path` is only for errors. */
export class RecordingReader {
  private readonly path: string;
  private line = 0;
  private width: number | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** The entry of the next line, or an error that says what was expected. */
  read(text: string): Entry {
    this.line++;
    const entry = this.json(text);
    if (Array.isArray(entry)) return { sample: this.sample(entry) };
    const note = this.note(entry);
    if (note !== undefined) return { note };
    const hello = this.hello(entry);
    const anew = typeof entry === 'object' && entry !== null && 'countersAnew' in entry && entry.countersAnew === true;
    return anew ? { hello, countersAnew: true } : { hello };
  }

  /** Call at the end: a file without a first hello is no recording. */
  end(): void {
    if (this.width === undefined)
      throw new RecordingError(this.path, 0, 'empty, where a recording begins with a hello');
  }

  private json(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch {
      return this.fail('not JSON');
    }
  }

  private note(entry: unknown): Note | undefined {
    if (typeof entry !== 'object' || entry === null || !('t' in entry)) return undefined;
    const schema = noteSchemas.get(entry.t);
    if (schema === undefined) return undefined;
    if (this.width === undefined) return this.fail(`${entry.t}, where a recording begins with a hello`);
    const parsed = schema.safeParse(entry);
    if (parsed.success) return parsed.data;
    const issue = parsed.error.issues[0];
    return this.fail(`${issue?.path.join('.')}: ${issue?.message}`);
  }

  private hello(entry: unknown): Description {
    if (typeof entry !== 'object' || entry === null || !('t' in entry) || entry.t !== 'hello')
      return this.fail('neither a hello nor a sample nor a note');
    const version = 'recording' in entry ? entry.recording : undefined;
    if (version !== recordingVersion)
      return this.fail(`version ${JSON.stringify(version)}, where ${recordingVersion} is understood`);
    const parsed = descriptionSchema.safeParse('description' in entry ? entry.description : undefined);
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      return this.fail(`description.${issue?.path.join('.')}: ${issue?.message}`);
    }
    this.width = parsed.data.signals.length;
    return parsed.data;
  }

  private sample(entry: readonly unknown[]): Sample {
    if (this.width === undefined) return this.fail('a sample, where a recording begins with a hello');
    const numbers = entry.map(v => (v === null ? Number.NaN : v));
    if (!numbers.every(v => typeof v === 'number')) return this.fail('a sample holds numbers and null only');
    const [at, epoch, ...values] = numbers;
    if (at === undefined || epoch === undefined || Number.isNaN(at + epoch))
      return this.fail('a sample begins with its time and epoch');
    if (values.length !== this.width)
      return this.fail(`${values.length} values, where the hello has ${this.width} signals`);
    return { at: nanoseconds(at), epoch, values: Float64Array.from(values) };
  }

  private fail(problem: string): never {
    throw new RecordingError(this.path, this.line, problem);
  }
}
