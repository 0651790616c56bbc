/**
 * Samples of the last minutes in little memory: most values equal those of the previous sample.
 *
 * 1. A record is `at`, `epoch`, the number n of values, a mask of ⌈n/32⌉ words that says which values changed, and those values; all are doubles.
 * 2. The first record, and one whose n differs from the previous record's, has all of its values.
 * 3. Records are stored one after the other in blocks that are never moved. Samples come back bit for bit, except the kind of NaN.
 *
 * Time O(n) per sample, memory 8 (3 + n/32 + changed values) bytes.
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
  /** Bytes held. */
  bytes = 0;
  private readonly blocks: Block[] = [];
  private before = new Float64Array(0);
  /** Buffer for building a record: its length is known only at the end. */
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

  /** In order of arrival. */
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

  /** A block with room for this many more doubles. */
  private room(doubles: number): Block {
    const newest = this.blocks.at(-1);
    if (newest !== undefined && newest.doubles.length - newest.used >= doubles) return newest;
    const block = { doubles: new Float64Array(Math.max(blockDoubles, doubles)), used: 0 };
    this.blocks.push(block);
    this.bytes += block.doubles.byteLength;
    return block;
  }
}
