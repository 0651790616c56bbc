import fc from 'fast-check';
import { expect } from 'vitest';

/** Series of up to `maxLength` samples of moderate size. */
export const series = (minLength: number, maxLength: number): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.double({ min: -1000, max: 1000, noNaN: true }), { minLength, maxLength })
    .map(values => Float64Array.from(values));

/** λ over the whole clamp of the φ field. */
export const lambdas = fc.double({ min: 0.05, max: 50, noNaN: true });

/** What a broken sensor may say: anything at all. */
export const anything = fc.array(
  fc.oneof(
    fc.double(),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 0, -0, 1e308, -1e308, 5e-324, 1e100),
    fc.integer({ min: -3, max: 3 }),
  ),
  { maxLength: 300 },
);

/** Same length, and each value within `tolerance` of its counterpart. */
export function expectClose(actual: Float64Array, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  expect(furthest(actual, expected)).toBeLessThanOrEqual(tolerance);
}

/** The largest difference between two arrays; NaN where there is one. */
export const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((most, v, i) => Math.max(most, Math.abs(v - (b[i] ?? Number.NaN))), 0);

/** The largest size in an array, at least 1: what rounding errors are measured by. */
export const size = (x: Float64Array): number => x.reduce((most, v) => Math.max(most, Math.abs(v)), 1);

/** Numbers in [0, 1), the same on each run (xorshift32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A standard normal number (Box and Muller 1958). */
export const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** `times` copies of a series, end to end. */
export const repeated = (x: Float64Array, times: number): Float64Array =>
  Float64Array.from({ length: x.length * times }, (_, i) => x[i % x.length] ?? Number.NaN);

export function pushAll<S extends { push(x: number): void }>(stream: S, x: Iterable<number>): S {
  for (const v of x) stream.push(v);
  return stream;
}
