import type { Entry } from '../../engine/replay/recording.js';
import type { Sample } from '../../model/sensing/sample.js';
import type { Nanoseconds } from '../../model/units.js';
import { PackedSamples } from './packed-samples.js';

/** The ring keeps this many of the last seconds, up to a quarter more… */
export const keptSeconds = 120;
/** …in at most this many bytes: on 256 CPUs that is less time. */
export const keptBytes = 3 << 20;
/** The ring drops its oldest part, one of this many: a recording can begin only at the start of a part. */
const parts = 4;

/** A part has so many entries at least: on a quiet machine, which ticks once in 20 s, saving what was learned would cost more than the ticks. */
const leastEntries = 16;

const pointerBytes = 8;
const headerBytes = 64;
/** Approximate size of a decision with its reasons. */
const noteBytes = 1024;

/** The entries between samples. */
export type Remark = Exclude<Entry, { readonly sample: Sample }>;

interface Segment {
  readonly from: Nanoseconds;
  /** What a recording that begins here needs to know. */
  readonly beginning: readonly Remark[];
  /** Undefined stands for the next one of `samples`. */
  readonly entries: (Remark | undefined)[];
  readonly samples: PackedSamples;
  /** Without the bytes of samples. */
  bytes: number;
}

/** The newest entries, in segments that can each be replayed without the earlier ones. */
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

  /** Approximate number of bytes kept, without descriptions, which the daemon holds anyway. */
  get bytes(): number {
    return this.segments.reduce((sum, s) => sum + size(s), 0);
  }

  /** Whether an entry at `at` should begin a segment. */
  isDue(at: Nanoseconds): boolean {
    const newest = this.segments.at(-1);
    if (newest === undefined) return true;
    const old = at - newest.from >= (keptSeconds / parts) * 1e9 && newest.entries.length >= leastEntries;
    return old || size(newest) >= this.limit / parts;
  }

  /** Begins a segment, and drops segments that are old or over the limit. */
  begin(at: Nanoseconds, beginning: readonly Remark[]): void {
    const bytes = beginning.reduce((sum, e) => sum + bytesOf(e), 0);
    this.segments.push({ from: at, beginning, entries: [], samples: new PackedSamples(), bytes });
    while (this.segments.length > 1 && this.isPast(at)) this.segments.shift();
  }

  sample(sample: Sample): void {
    const newest = this.segments.at(-1);
    if (newest === undefined) return;
    newest.samples.push(sample);
    newest.entries.push(undefined);
    newest.bytes += pointerBytes;
  }

  note(entry: Remark): void {
    const newest = this.segments.at(-1);
    if (newest === undefined) return;
    newest.entries.push(entry);
    newest.bytes += bytesOf(entry);
  }

  /** All entries, oldest first; none before the first segment. */
  entries(): Entry[] {
    return [...(this.segments[0]?.beginning ?? []), ...this.segments.flatMap(s => [...unpacked(s)])];
  }

  private isPast(at: Nanoseconds): boolean {
    const [, second] = this.segments;
    // Room for the new segment.
    const room = this.limit - this.limit / parts;
    return this.bytes > room || (second !== undefined && at - second.from >= keptSeconds * 1e9);
  }
}

const size = ({ bytes, samples }: Segment): number => bytes + samples.bytes;

function* unpacked({ entries, samples }: Segment): Generator<Entry, void> {
  const packed = samples[Symbol.iterator]();
  for (const entry of entries) {
    if (entry !== undefined) {
      yield entry;
      continue;
    }
    const { value } = packed.next();
    if (value !== undefined) yield { sample: value };
  }
}

function bytesOf(entry: Remark): number {
  if ('hello' in entry) return headerBytes;
  const { note } = entry;
  if (note.t === 'learned') return note.learned.image.length;
  return note.t === 'decided' ? note.decided.length * noteBytes : 2 * headerBytes;
}
