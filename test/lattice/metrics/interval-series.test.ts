import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { phi, whiteShare } from '../../../src/lattice/filters/resolvent.js';
import { bunching } from '../../../src/lattice/metrics/bunching.js';
import { passed } from '../../../src/lattice/metrics/coherence.js';
import { fixedOne, IntervalSeries } from '../../../src/lattice/metrics/interval-series.js';
import { lagMoments } from '../../../src/lattice/metrics/lag-moments.js';
import { pushAll } from '../support.js';

const unit = 1024;
const unknown = -2 * fixedOne;

interface Vector {
  readonly name: string;
  readonly results: readonly number[];
  readonly ns: readonly number[];
}

/** The streams of test/native/phi_vectors.py, which the C and the BPF program are equal to as well. */
const lines = readFileSync(new URL('../../native/phi_vectors.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n');
const vectors: Vector[] = Array.from({ length: lines.length / 3 }, (_, i) => ({
  name: lines[3 * i] ?? '',
  results: (lines[3 * i + 1] ?? '').split(' ').map(Number),
  ns: (lines[3 * i + 2] ?? '').split(' ').map(Number),
}));

function resultsOf({ ns, results }: Vector): readonly number[] {
  const series = new IntervalSeries();
  let check = 0n;
  for (const interval of ns) {
    series.push(interval);
    check = BigInt.asUintN(31, check * 31n + BigInt(series.filtered) + BigInt(series.order ?? unknown));
  }
  const { order, coherence, bunching: b, mean, deviation } = series;
  const values = [order, coherence, b].map(v => v ?? unknown);
  return [ns.length, series.filtered, series.count, ...values, mean, deviation, results[8] ?? 0, Number(check)];
}

/** Lengths in whole units: of one size, of any size, in two turns, ever longer; and all of them after one another. */
const lengths = (maxLength: number): fc.Arbitrary<number[]> => {
  const some = (least: number, most: number) =>
    fc.array(fc.integer({ min: least, max: most }), { minLength: 1, maxLength });
  const plain = fc.oneof(
    fc.integer({ min: 0, max: 23 }).chain(bits => some(2 ** bits, 2 ** bits + 2 ** Math.max(0, bits - 3))),
    some(0, 2 ** 24 - 1),
    some(0, 40),
    fc.tuple(some(0, 2000), some(0, 2 ** 20)).map(([a, b]) => a.flatMap((v, i) => [v, b[i] ?? 0])),
    some(1, 1000).map(steps => steps.map((_, i) => 5000 + steps.slice(0, i + 1).reduce((sum, v) => sum + v, 0))),
  );
  return fc.oneof(
    plain,
    fc.array(plain, { minLength: 2, maxLength: 4 }).map(parts => parts.flat()),
  );
};

const windowOf = (n: number): number => (n < 64 ? n : 64 + (n % 64));

/** The batch's r of the newest samples, how far it may be off, and whether there is anything to compare. */
function batchOf(x: readonly number[]): { r: number; within: number; deviation: number; mean: number; n: number } {
  const n = windowOf(x.length);
  const newest = Float64Array.from(x.slice(-n));
  const moments = lagMoments(newest, phi);
  const white = whiteShare('lattice');
  const deviation = Math.sqrt(moments.variance);
  const furthest = Math.max(...x.slice(-n - 64).map(v => Math.abs(v - moments.mean)));
  const within = (3.74 * furthest ** 2) / (n * moments.variance) + 2 ** -8 / deviation + 2 ** -13;
  return { r: (passed(moments, phi) - white) / (1 - white), within, deviation, mean: moments.mean, n };
}

const clip = (v: number, least: number): number => Math.min(1, Math.max(least, v));

describe('IntervalSeries', () => {
  it.each(vectors)('is the C to the bit on "$name"', vector => {
    expect(resultsOf(vector)).toEqual(vector.results);
  });

  it('has the coherence and the bunching of the batch, of any series and at any time, within the stated error', () => {
    fc.assert(
      fc.property(lengths(150), x => {
        fc.pre(windowOf(x.length) >= 8);
        const series = pushAll(
          new IntervalSeries(),
          x.map(v => v * unit),
        );
        const { r, within, deviation, mean, n } = batchOf(x);
        expect(series.count).toBe(n);
        expect(Math.abs(series.mean - mean * unit)).toBeLessThanOrEqual(1);
        expect(Math.abs(series.deviation - deviation * unit)).toBeLessThanOrEqual(
          unit / n + 1 + deviation * unit * 1e-9,
        );
        const borderline = Math.abs(deviation - 0.05 * mean) <= 1e-9 * mean;
        const steady = deviation === 0 || deviation < 0.05 * mean;
        if (!borderline) {
          const coherence = (series.coherence ?? Number.NaN) / fixedOne;
          if (steady) expect(coherence).toBe(1);
          else expect(Math.abs(coherence - clip(r, 0))).toBeLessThanOrEqual(within);
        }
        const got = (series.bunching ?? Number.NaN) / fixedOne;
        const batch = bunching(Float64Array.from(x.slice(-n))) ?? Number.NaN;
        if (deviation === 0) expect(got).toBe(0);
        else expect(Math.abs(got - batch)).toBeLessThanOrEqual(within * Math.sqrt(1 + 4 * phi));
      }),
      { numRuns: 500 },
    );
  });

  it('shows the jitter of 3 µs of a period of 1 s', () => {
    const series = new IntervalSeries();
    for (let i = 0; i < 100; i++) series.push(1_000_000_000 + 3072 * (i % 2 === 0 ? 1 : -1));
    expect(series.mean).toBeGreaterThan(999_998_000);
    expect(Math.abs(series.deviation - 3072)).toBeLessThan(100);
    expect((series.bunching ?? 0) / fixedOne).toBeLessThan(-0.95);
    expect(series.coherence).toBe(fixedOne);
  });

  it('forgets what is older than 127 intervals', () => {
    fc.assert(
      fc.property(
        lengths(40),
        fc.array(fc.integer({ min: 0, max: 2 ** 20 }), { minLength: 256, maxLength: 300 }),
        (old, x) => {
          // a whole number of blocks, so that both windows begin at the same sample; the filter has forgotten by then as well
          const before = Array.from({ length: 64 * Math.ceil(old.length / 64) }, (_, i) => old[i % old.length] ?? 0);
          const ns = (units: readonly number[]) => units.map(v => v * unit);
          const whole = pushAll(new IntervalSeries(), ns([...before, ...x]));
          const alone = pushAll(new IntervalSeries(), ns(x));
          expect(whole.sums).toEqual(alone.sums);
        },
      ),
    );
  });

  it('refuses what is no interval, and keeps what it had', () => {
    const series = pushAll(new IntervalSeries(), Array(9).fill(5000));
    for (const none of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => series.push(none)).toThrow(`the interval is ${none}, expected a whole number of ns, ≥ 0`);
    expect(series.count).toBe(9);
  });

  it('is unknown, with a mean and a deviation of 0, before anything', () => {
    const { count, coherence, bunching: b, order, mean, deviation } = new IntervalSeries();
    expect([count, coherence, b, order, mean, deviation]).toEqual([0, undefined, undefined, undefined, 0, 0]);
  });
});
