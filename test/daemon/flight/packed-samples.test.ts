import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PackedSamples } from '../../../src/daemon/flight/packed-samples.js';
import type { Sample } from '../../../src/model/sensing/sample.js';
import { nanoseconds } from '../../../src/model/units.js';

const sample = (at: number, epoch: number, values: readonly number[]): Sample => ({
  at: nanoseconds(at),
  epoch,
  values: Float64Array.from(values),
});

const packed = (samples: readonly Sample[]): PackedSamples => {
  const all = new PackedSamples();
  for (const one of samples) all.push(one);
  return all;
};

// Few different values, so that many stay as they were; widths about a mask word's.
const value = fc.oneof(fc.constantFrom(0, -0, 1, Number.NaN, Number.NEGATIVE_INFINITY), fc.double());
const widths = fc.constantFrom(0, 1, 31, 32, 33, 65);

test('come back as they went in, whatever changes, and however many values there are', () => {
  const one = widths.chain(n => fc.array(value, { minLength: n, maxLength: n }));
  const recording = fc.array(fc.tuple(fc.integer({ min: 0 }), fc.integer(), one), { maxLength: 40 });
  fc.assert(
    fc.property(recording, rows => {
      const samples = rows.map(([at, epoch, values]) => sample(at, epoch, values));
      expect([...packed(samples)]).toStrictEqual(samples);
    }),
  );
});

test('over many blocks, and where one sample is longer than a block', () => {
  const samples = Array.from({ length: 60 }, (_, i) =>
    sample(i, 0, i % 20 === 7 ? new Array<number>(9000).fill(i) : Array.from({ length: 200 }, (_, k) => i * k)),
  );
  expect([...packed(samples)]).toStrictEqual(samples);
});

test('what has been read is not changed by what is read or taken later', () => {
  const all = packed([sample(1, 0, [1, 2]), sample(2, 0, [1, 3])]);
  const first = [...all];
  all.push(sample(3, 0, [9, 9]));
  expect(first).toStrictEqual([sample(1, 0, [1, 2]), sample(2, 0, [1, 3])]);
});

test('what stays as it was takes no room but its bit', () => {
  const n = 1000;
  const still = packed(Array.from({ length: 100 }, (_, i) => sample(i, 0, new Array<number>(n).fill(5))));
  const moving = packed(Array.from({ length: 100 }, (_, i) => sample(i, 0, new Array<number>(n).fill(i))));
  expect(still.bytes).toBeLessThan(moving.bytes / 10);
});
