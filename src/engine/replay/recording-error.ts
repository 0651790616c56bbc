/** A recording that cannot be played: where, what was found, and what was expected. */
export class RecordingError extends Error {
  override readonly name = 'RecordingError';
  readonly path: string;
  /** Counted from 1; 0 for the file as a whole. */
  readonly line: number;

  constructor(path: string, line: number, problem: string) {
    super(line > 0 ? `${path}:${line}: ${problem}` : `${path}: ${problem}`);
    this.path = path;
    this.line = line;
  }
}
