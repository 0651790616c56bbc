/**
 * Samples of the last minutes in little room: most values are those of the sample before.
 *
 * 1. A record is `at`, `epoch`, the number n of values, a mask of ⌈n/32⌉ words that says which values changed, and those values; all are doubles.
 * 2. The first record, and one with another n than the one before, has all of its values.
 * 3. Records stand one after the other in blocks that are never moved. What comes back is bit for bit what went in, but for what kind of NaN it was.
 * Time O(n) a sample, room 8 (3 + n/32 + changed values) bytes.
 */
import type { Sample } from '../../model/sensing/sample.js';
import { nanoseconds } from '../../model/units.js';

const blockDoubles = 1024;
const leading = 3;
const maskBits = 32;

const wordsFor = (n: number): number => Math.ceil(n / maskBits);

interface Block {
  readonly doubles: Float64Array;
  used: number;
}

export class PackedSamples {
  /** Bytes that are held. */
  bytes = 0;
  private readonly blocks: Block[] = [];
  private before = new Float64Array(0);
  /** Where a record is made: how long it becomes shows only then. */
  private record = new Float64Array(leading);

  push({ at, epoch, values }: Sample): void {
    const n = values.length;
    const words = wordsFor(n);
    const whole = this.before.length !== n;
    if (whole) {
      this.before = new Float64Array(n);
      this.record = new Float64Array(leading + words + n);
    }
    const { before, record } = this;
    record[0] = at;
    record[1] = epoch;
    record[2] = n;
    let end = leading + words;
    for (let word = 0; word < words; word++) {
      let mask = 0;
      for (let bit = 0; bit < maskBits; bit++) {
        const i = word * maskBits + bit;
        if (i >= n) break;
        const value = values[i] ?? Number.NaN;
        if (!whole && Object.is(value, before[i])) continue;
        mask |= 1 << bit;
        record[end++] = value;
        before[i] = value;
      }
      record[leading + word] = mask;
    }
    const block = this.room(end);
    block.doubles.set(record.subarray(0, end), block.used);
    block.used += end;
  }

  /** In the order in which they came. */
  *[Symbol.iterator](): Generator<Sample, void> {
    let values = new Float64Array(0);
    for (const { doubles, used } of this.blocks) {
      for (let place = 0; place < used; ) {
        const [at = Number.NaN, epoch = Number.NaN, n = 0] = doubles.subarray(place, place + leading);
        values = values.length === n ? values.slice() : new Float64Array(n);
        const mask = place + leading;
        let next = mask + wordsFor(n);
        for (let i = 0; i < n; i++)
          if (((doubles[mask + Math.floor(i / maskBits)] ?? 0) >> (i % maskBits)) & 1)
            values[i] = doubles[next++] ?? Number.NaN;
        place = next;
        yield { at: nanoseconds(at), epoch, values };
      }
    }
  }

  /** A block with room for so many doubles more. */
  private room(doubles: number): Block {
    const newest = this.blocks.at(-1);
    if (newest !== undefined && newest.doubles.length - newest.used >= doubles) return newest;
    const block = { doubles: new Float64Array(Math.max(blockDoubles, doubles)), used: 0 };
    this.blocks.push(block);
    this.bytes += block.doubles.byteLength;
    return block;
  }
}
