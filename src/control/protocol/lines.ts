/** Version of the control socket's protocol: one JSON object a line, `{v, id, op}` in, `{v, id, ok, …}` out (docs/control.md). */
export const controlVersion = 1;

/** The longest request. Real ones are much shorter, and 1,000 hostile clients use 64 MiB at most. */
export const longestRequest = 64 * 1024;
/** The longest reply: the status of a machine with a thousand CPUs takes about 1 MiB. */
export const longestReply = 16 * 1024 * 1024;

/** A line that grew past its limit; the stream can't be read any further. */
export class LineTooLong extends Error {
  override name = 'LineTooLong';
}

const newline = 0x0a;

/** Cuts a byte stream into lines, and keeps at most `limit` bytes of an unfinished one. */
export class LineSplitter {
  private readonly limit: number;
  private held: Buffer[] = [];
  private heldBytes = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Lines that are complete now, in order, without their newlines; a generator, so that those before an overlong line are still served. */
  *push(chunk: Buffer): Generator<string> {
    let at = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, at)) {
      this.hold(chunk.subarray(at, end));
      at = end + 1;
      yield this.take();
    }
    if (at < chunk.length) this.hold(chunk.subarray(at));
  }

  private hold(piece: Buffer): void {
    this.heldBytes += piece.length;
    if (this.heldBytes > this.limit) throw new LineTooLong(`line of more than ${this.limit} bytes`);
    this.held.push(piece);
  }

  private take(): string {
    const line = this.held.length === 1 ? this.held[0] : Buffer.concat(this.held);
    this.held = [];
    this.heldBytes = 0;
    return line?.toString('utf8') ?? '';
  }
}
