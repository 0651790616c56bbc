import { beforeAll, describe, expect, it } from 'vitest';
import * as lattice from '../../../src/lattice/index.js';
import { fftFrequency, fixedWeight, gainAt, type KReading, phi } from '../../../src/lattice/index.js';
import { AdaptiveRice } from '../../../src/lattice/metrics/rice.js';
import { dice, furthest, normal, size } from '../../lattice/support.js';
import { type Answer, ask, type Call, program } from './library.js';

const readings: readonly KReading[] = ['cycles', 'radian', 'lattice'];
const invalid = -1;
const unknown = -3;

let conform = '';
beforeAll(() => {
  conform = program('conform');
}, 300_000);

const call = (name: string, parameters: readonly number[], ...arrays: readonly ArrayLike<number>[]): Call => ({
  name,
  parameters,
  arrays,
});
function answer(...of: Parameters<typeof call>): Answer {
  const [only] = ask(conform, [call(...of)]);
  if (only === undefined) throw new Error('no answer');
  return only;
}

/** Signals of several kinds, the same on each run. */
function signals(length: number, seed: number): Readonly<Record<string, Float64Array>> {
  const random = dice(seed);
  let walk = 0;
  const make = (next: (i: number) => number): Float64Array => Float64Array.from({ length }, (_, i) => next(i));
  return {
    noise: make(() => normal(random)),
    walk: make(() => (walk += normal(random))),
    wave: make(i => 20 + 5 * Math.sin(i / 7) + normal(random)),
    shares: make(i => 0.5 + 0.4 * Math.sin(i * 2.9) + 0.05 * random()),
    steps: make(i => Math.floor(i / 13) % 5),
    constant: make(() => 3.25),
    gaps: make(i => (i % 151 === 150 ? Number.NaN : normal(random))),
  };
}

type Case = readonly [call: Call, expected: ArrayLike<number | undefined>, tolerance?: number];

/** Both know each and are the same but for rounding, or neither knows it. One process answers all. */
function expectSame(cases: readonly Case[]): void {
  const answers = ask(
    conform,
    cases.map(([asked]) => asked),
  );
  expect(answers.length).toBe(cases.length);
  for (const [i, [, expected, tolerance]] of cases.entries()) expectAnswer(answers[i], expected, tolerance ?? 1e-12);
}

function expectAnswer(answer: Answer | undefined, expected: ArrayLike<number | undefined>, tolerance: number): void {
  const { code, values } = answer ?? { code: Number.NaN, values: new Float64Array() };
  const there = Array.from(expected, v => v ?? Number.NaN);
  expect([0, unknown]).toContain(code);
  expect(values.length).toBe(there.length);
  expect(Array.from(values, Number.isNaN)).toEqual(there.map(Number.isNaN));
  const known = (_: number, i: number): boolean => !Number.isNaN(there[i]);
  const wanted = Float64Array.from(there.filter(known));
  expect(furthest(values.filter(known), wanted)).toBeLessThanOrEqual(tolerance * size(wanted));
}

describe('the operator', () => {
  it('has all readings, poles and weights as TypeScript has them', () => {
    const cases = [0.05, 0.5, phi, 7, 50, 1e6].flatMap((lambda, i) =>
      readings.flatMap((reading, r) =>
        [-0.5, 0, 0.03, 0.31, 0.5].map(f => ({ lambda, reading, r, f, k: i, n: 6 + (r % 2) })),
      ),
    );
    expectSame(
      cases.map(
        ({ lambda, reading, r, f, k, n }): Case => [
          call('scalars', [r, f, lambda, 0.05, 100 * (k + 1), k, n]),
          [
            lattice.wavenumber(reading, f),
            gainAt(reading, f, lambda),
            lattice.resolvent(f, lambda),
            lattice.whiteShare(reading, lambda),
            lattice.whiteGain(reading, lambda),
            lattice.pole(lambda),
            lattice.newestWeight(lambda),
            lattice.timeConstant(lambda),
            lattice.lambdaAt(0.05, 100 * (k + 1)),
            fftFrequency(k, n),
            fixedWeight(lambda),
          ],
        ],
      ),
    );
  });
});

describe('filters', () => {
  it.each([1e12, 1e16, 1e33, 1e300, Number.MAX_VALUE])('have the pole, weight and time constant of λ %d', lambda => {
    const { values } = answer('scalars', [2, 0.1, lambda, 1, 1, 1, 6]);
    const expected = [lattice.pole(lambda), lattice.newestWeight(lambda), lattice.timeConstant(lambda)];
    for (const [i, there] of expected.entries()) expect((values[5 + i] ?? Number.NaN) / there).toBeCloseTo(1, 12);
    expect(values[10]).toBe(0);
  });

  it.each([1, 2, 3, 100, 16_383, 16_384, 20_001, 33_000])('smooths %i samples', length => {
    const { walk, steps } = signals(length, 3);
    expectSame(
      [0, 0.05, phi, 60, 5000, 1e9, 1e16, 1e33, Number.MAX_VALUE].map((lambda, i): Case => {
        const x = (i % 2 ? walk : steps) ?? new Float64Array();
        return [call('smooth', [lambda], x), lattice.smooth(x, lambda)];
      }),
    );
  });

  it('makes all of a series NaN in which one sample is no number, however long it is', () => {
    for (const [length, place] of [
      [1, 0],
      [100, 50],
      [100, 99],
      [1000, 999],
      [20_000, 19_999],
      [20_000, 7],
      [20_001, 20_000],
    ] as const)
      for (const bad of [Number.NaN, Infinity, -Infinity]) {
        const x = new Float64Array(length).fill(1);
        x[place] = bad;
        const { code, values } = answer('smooth', [phi], x);
        expect(code).toBe(0);
        expect(values.every(Number.isNaN)).toBe(true);
      }
  });

  it('filters causally, from a start or from the first sample, and leaves out what is missing', () => {
    expectSame(
      [Number.NaN, 2].flatMap(start =>
        Object.values(signals(400, 5)).map((x): Case => {
          const filter = new lattice.CausalFilter(phi, start);
          const expected = Array.from(x, v => {
            filter.push(v);
            return filter.value;
          });
          return [call('causal', [phi, start], x), expected, 0];
        }),
      ),
    );
  });

  it('filters in integers, to the bit', () => {
    const random = dice(11);
    const cases = [0.001, phi, 40, 1e6].map((lambda): Case => {
      const filter = new lattice.FixedPointFilter(lambda, -7);
      const x = Float64Array.from({ length: 3000 }, (_, i) =>
        i < 4 ? (i % 2 ? 1 : -1) * (2 ** 20 - 1) : Math.floor((random() - 0.5) * 2 ** 21),
      );
      const expected = Array.from(x, v => {
        filter.push(v);
        return filter.raw;
      });
      return [call('fixed', [lambda, -7], x), expected, 0];
    });
    expectSame(cases);
    expect(answer('fixed', [phi, 0], [2 ** 20]).code).toBe(invalid);
  });
});

describe('the regularizer', () => {
  const shapes = [
    ...[1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 30, 31, 64, 81, 97, 100, 125, 127, 128, 250, 256, 1000, 1009, 1024, 2187].map(
      n => [n],
    ),
    ...[
      [37, 16],
      [19, 7],
      [3, 60],
      [2, 5, 8],
      [2, 2, 3, 11],
      [33, 2],
    ],
  ];

  it.each(shapes.map(shape => ({ shape })))('gives the same for $shape, double and float', ({ shape }) => {
    const data =
      signals(
        shape.reduce((a, b) => a * b),
        17,
      ).wave ?? new Float64Array();
    const expected = lattice.regularize({ data, shape }).data;
    const parameters = [0, phi, shape.length, ...shape];
    expectSame([
      [call('regularize', parameters, data), expected],
      [call('regularizeSingle', parameters, data), expected, 1e-5],
    ]);
  });

  it('has the other readings too', () => {
    const n = 42;
    const impulse = Float64Array.from({ length: n }, (_, i) => (i === 0 ? 1 : 0));
    for (const [r, reading] of readings.entries()) {
      const kernel = Array.from({ length: n }, (_, d) => {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += gainAt(reading, fftFrequency(k, n), 3) * Math.cos((2 * Math.PI * k * d) / n);
        return sum / n;
      });
      expectSame([[call('regularize', [r, 3, 1, n], impulse), kernel]]);
    }
  });

  it('makes the row NaN in which there is one, and the plane where there are planes', () => {
    for (const shape of [
      [20, 12],
      [20, 7],
      [2, 10, 12],
    ])
      for (const name of ['regularize', 'regularizeSingle']) {
        const data = new Float64Array(shape.reduce((a, b) => a * b)).fill(1);
        data[17] = Number.NaN;
        const expected = lattice.regularize({ data, shape }).data;
        const { values } = answer(name, [0, phi, shape.length, ...shape], data);
        expect(Array.from(values, Number.isNaN)).toEqual(Array.from(expected, Number.isNaN));
      }
  });

  it('refuses no axis and an empty one', () => {
    expect(answer('regularize', [0, phi, 0], [1]).code).toBe(invalid);
    expect(answer('regularize', [0, phi, 2, 3, 0], []).code).toBe(invalid);
    expect(answer('regularize', [3, phi, 1, 1], [1]).code).toBe(invalid);
    expect(answer('regularize', [0, -1, 1, 1], [1]).code).toBe(invalid);
  });
});

describe('metrics', () => {
  const all = Object.entries({ ...signals(700, 23), few: Float64Array.of(1, 2, 3), none: new Float64Array() });

  it.each(all)('of a series: %s', (_, x) => {
    expectSame([
      [call('coherence', [0.05, 100, 0], x), [lattice.coherence(x, 0.05, 100)]],
      [call('coherence', [0.002, 1000, 2], x), [lattice.coherence(x, 0.002, 1000, 2)]],
      [call('bunching', [0, Number.NaN, phi], x), [lattice.bunching(x)]],
      [call('bunching', [0.01, 0.03, 4], x), [lattice.bunching(x, lattice.busyShare, 4)]],
      [call('compression', [0.1, phi], x), [lattice.compressionRatio(x, 0.1)]],
      [call('horizon', [0.1, 7], x), [lattice.horizon(x, 0.1)]],
      [call('horizon', [1, 3], x), [lattice.horizon(x, 1, 3)]],
      [call('field', [], x), [lattice.fieldOf(x)]],
    ]);
  });

  it.each(all)('of a stream, after each sample: %s', (_, x) => {
    const follow = (stream: { push(x: number): void; readonly value: number | undefined }): (number | undefined)[] =>
      Array.from(x, v => {
        stream.push(v);
        return stream.value;
      });
    expectSame([
      [call('streamCoherence', [0.05, 100, 0, 96], x), follow(new lattice.StreamingCoherence(0.05, 100))],
      [call('streamBunching', [0.01, 0.03, phi, 96], x), follow(new lattice.StreamingBunching())],
      [
        call('streamBunching', [0, Number.NaN, 2, 40], x),
        follow(new lattice.StreamingBunching(lattice.anySignal, 2, 40)),
      ],
      [call('streamCompression', [0.1, phi, 96], x), follow(new lattice.StreamingCompression(0.1))],
      [call('streamHorizon', [0.1, 7, 256], x), follow(new lattice.StreamingHorizon(0.1))],
      [call('streamField', [96], x), follow(new lattice.StreamingField())],
      [call('streamField', [Infinity], x), follow(new lattice.StreamingField(Infinity))],
    ]);
  });

  it('of a task', () => {
    const random = dice(29);
    const runs = Float64Array.from({ length: 60 }, () => 0.006);
    const slow = Float64Array.from({ length: 60 }, (_, i) => 0.01 + 0.004 * Math.sin(i / 6));
    const wild = Float64Array.from({ length: 60 }, () => random());
    for (const [a, b] of [
      [runs, slow],
      [slow, wild],
      [wild, runs],
      [runs, runs],
      [runs.subarray(0, 7), slow],
      [runs, slow.map(v => v - 0.01)],
    ] as const) {
      const expected = lattice.taskCoherence(a, b);
      expectSame([[call('task', [], a, b), [expected?.coherence, expected?.share]]]);
    }
  });

  it('counts the bits of a Rice code', () => {
    const random = dice(31);
    const x = Float64Array.from({ length: 500 }, () => Math.round(20 * normal(random) ** 3));
    const rice = new AdaptiveRice();
    const bits = x.reduce((sum, e) => sum + rice.cost(e), 0);
    expectSame([[call('rice', [], x), [bits / x.length]]]);
  });

  it('refuses what makes no sense', () => {
    const bad = [
      call('coherence', [0, 100, 0], [1, 2]),
      call('coherence', [0.05, Infinity, 0], [1, 2]),
      call('bunching', [0, Number.NaN, 0], [1, 2]),
      call('compression', [0, phi], [1, 2]),
      call('compression', [1, -1], [1, 2]),
      call('horizon', [1, 0], [1, 2]),
      call('streamBunching', [0, Number.NaN, phi, 1], [1]),
      call('streamHorizon', [Number.NaN, 7, 256], [1]),
      call('streamField', [0], [1]),
      call('smooth', [Number.NaN], [1]),
      call('welch', [0, 8], [1]),
      call('welch', [100, 1], [1]),
    ];
    expect(ask(conform, bad).map(({ code }) => code)).toEqual(bad.map(() => invalid));
  });
});

describe('spectra', () => {
  it.each([2, 3, 8, 20, 64, 97, 100, 129, 256])('by segments of %i', segment => {
    for (const x of Object.values(signals(700, 37))) {
      const expected = lattice.welch(x, 100, segment);
      const got = answer('welch', [100, segment], x);
      if (expected === undefined) expect(got.code).toBe(unknown);
      else expectAnswer(got, [...expected.frequency, ...expected.density], 1e-12);
    }
  });

  it('what the filter leaves of one, and the share that passes', () => {
    const x = signals(700, 41).wave ?? new Float64Array();
    const spectrum = lattice.welch(x, 100);
    if (spectrum === undefined) throw new Error('no spectrum');
    expectSame(
      readings.map(
        (reading, r): Case => [
          call('filtered', [100, r, 2], spectrum.frequency, spectrum.density),
          [lattice.passedShare(spectrum, 100, reading, 2), ...lattice.filtered(spectrum, 100, reading, 2).density],
        ],
      ),
    );
  });
});
