import type { Entry } from '../../machine/replayed/recording.js';
import type { Nanoseconds } from '../../model/units.js';

/** Between so many and a quarter more of the last minutes are kept… */
export const keptSeconds = 120;
/** …in at most so many bytes: on 256 CPUs that is less time. */
export const keptBytes = 3 << 20;
/** What is forgotten is forgotten by such a part: a recording can begin only where its beginning was kept. */
const parts = 4;

const headerBytes = 64;
/** A decision with its reasons, about. */
const noteBytes = 1024;

interface Segment {
  readonly from: Nanoseconds;
  /** What a recording needs to know that begins here. */
  readonly beginning: readonly Entry[];
  readonly entries: Entry[];
  bytes: number;
}

/** The newest entries, in segments that each can be replayed without those before. */
export class Ring {
  private readonly limit: number;
  private segments: Segment[] = [];

  constructor(limit = keptBytes) {
    this.limit = limit;
  }

  /** Nothing is kept before the first segment. */
  get isEmpty(): boolean {
    return this.segments.length === 0;
  }

  /** Bytes that are kept, about; descriptions, which the daemon holds anyway, are not counted. */
  get bytes(): number {
    return this.segments.reduce((sum, s) => sum + s.bytes, 0);
  }

  /** Whether what comes at `at` should begin a segment. */
  isDue(at: Nanoseconds): boolean {
    const newest = this.segments.at(-1);
    if (newest === undefined) return true;
    return at - newest.from >= (keptSeconds / parts) * 1e9 || newest.bytes >= this.limit / parts;
  }

  /** Begins a segment, and forgets those that are old or too much. */
  begin(at: Nanoseconds, beginning: readonly Entry[]): void {
    const bytes = beginning.reduce((sum, e) => sum + bytesOf(e), 0);
    this.segments.push({ from: at, beginning, entries: [], bytes });
    while (this.segments.length > 1 && this.isPast(at)) this.segments.shift();
  }

  push(entry: Entry): void {
    const newest = this.segments.at(-1);
    if (newest === undefined) return;
    newest.entries.push(entry);
    newest.bytes += bytesOf(entry);
  }

  /** All entries, oldest first; none before the first segment. */
  entries(): Entry[] {
    return [...(this.segments[0]?.beginning ?? []), ...this.segments.flatMap(s => s.entries)];
  }

  private isPast(at: Nanoseconds): boolean {
    const [, second] = this.segments;
    // Room for the segment that begins.
    const room = this.limit - this.limit / parts;
    return this.bytes > room || (second !== undefined && at - second.from >= keptSeconds * 1e9);
  }
}

function bytesOf(entry: Entry): number {
  if ('sample' in entry) return headerBytes + entry.sample.values.byteLength;
  if ('hello' in entry) return headerBytes;
  const { note } = entry;
  if (note.t === 'learned') return note.learned.image.length;
  return note.t === 'decided' ? note.decided.length * noteBytes : 2 * headerBytes;
}
