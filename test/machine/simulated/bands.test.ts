import { expect, test } from 'vitest';
import { Bands } from '../../../src/machine/simulated/bands.js';
import { deadBands, temperatureBand } from '../../../src/machine/simulated/dead-bands.js';
import { factsOf } from '../../../src/model/names.js';
import type { Band, SignalKind, SignalSpec } from '../../../src/model/signals.js';
import { nanoseconds } from '../../../src/model/units.js';

const signal = (name: string, unit: string, kind: SignalKind, band?: Band): SignalSpec => ({
  name,
  unit,
  kind,
  band,
  ...factsOf(name),
});
const specs = [
  signal('clock.suspended', 'ns', 'counter', deadBands.change),
  signal('cpu0.busy', 'ns', 'counter', deadBands.busy),
  signal('zone.cpu.temp', 'C', 'gauge', temperatureBand(95)),
  signal('policy0.max_freq', 'kHz', 'state', deadBands.change),
  signal('psi.cpu.some', 'us', 'counter', deadBands.pressure),
  signal('package0.energy', 'uJ', 'counter'),
];
const calm = { suspended: 0, busy: 0, temperature: 40, max: 4e6, pressure: 0, energy: 0 };

/** Bands that have seen a calm first sample, and a function that shows them one a second later. */
function afterCalm() {
  const bands = new Bands(specs);
  const sample = (second: number, v: typeof calm) => ({
    at: nanoseconds(second * 1e9),
    epoch: 0,
    values: Float64Array.of(v.suspended, v.busy, v.temperature, v.max, v.pressure, v.energy),
  });
  const first = sample(0, calm);
  expect(bands.judge(first)).toEqual({ active: true, news: true });
  bands.handedOn(first);
  return (second: number, v: Partial<typeof calm>) => bands.judge(sample(second, { ...calm, ...v })).active;
}

test.each([
  ['busy above 20 %', { busy: 0.21e9 }, { busy: 0.19e9 }],
  ['2 °C more', { temperature: 42 }, { temperature: 41.9 }],
  ['2 °C less', { temperature: 38 }, { temperature: 38.1 }],
  ['a setting read back', { max: 3e6 }, {}],
  ['time asleep', { suspended: 1 }, {}],
  ['2 % pressure', { pressure: 21_000 }, { pressure: 19_000, energy: 1e9 }],
] as const)('%s is a crossing, a little less is none', (_what, crossing, none) => {
  expect(afterCalm()(1, crossing)).toBe(true);
  expect(afterCalm()(1, none)).toBe(false);
});

test('temperature counts against the last sample sent, not the last one taken', () => {
  const show = afterCalm();
  expect([show(1, { temperature: 41 }), show(2, { temperature: 41.9 }), show(3, { temperature: 42.1 })]).toEqual([
    false,
    false,
    true,
  ]);
});

test('within 10 °C of the trip every sample is a crossing', () => {
  const bands = new Bands(specs);
  const hot = (second: number, celsius: number) => ({
    at: nanoseconds(second * 1e9),
    epoch: 0,
    values: Float64Array.of(0, 0, celsius, 4e6, 0, 0),
  });
  bands.judge(hot(0, 85));
  bands.handedOn(hot(0, 85));
  expect(bands.judge(hot(1, 85)).active).toBe(false);
  expect(bands.judge(hot(2, 85.1))).toEqual({ active: true, news: true });
});

test('a busy share is news when it is 10 points from that of the last sample sent, not of the last one taken', () => {
  const bands = new Bands([signal('cpu0.busy', 'ns', 'counter', deadBands.busy)]);
  let busy = 0;
  let second = 0;
  const show = (share: number) => {
    busy += share * 1e9;
    const sample = { at: nanoseconds(second++ * 1e9), epoch: 0, values: Float64Array.of(busy) };
    const { active, news } = bands.judge(sample);
    if (news) bands.handedOn(sample);
    expect(active).toBe(second === 1 || share > 0.2);
    return news;
  };
  expect([0, 0.5, 0.5, 0.45, 0.41, 0.39, 0.45, 0.12].map(show)).toEqual([
    true,
    true,
    false,
    false,
    false,
    true,
    false,
    true,
  ]);
});

test.each([
  [-0.39, -0.41, true],
  [-0.5, -0.65, false],
  [0.1, 0.25, false],
  [0.1, 0.31, true],
  [Number.NaN, 0, true],
  [Number.NaN, Number.NaN, false],
])('bunching of %d, then %d: news %s, but no reason to wake', (first, then, news) => {
  const bands = new Bands([signal('cpu0.bunching.40ms', 'ratio', 'gauge', deadBands.bunching)]);
  const sample = (second: number, value: number) => ({
    at: nanoseconds(second * 1e9),
    epoch: 0,
    values: Float64Array.of(value),
  });
  bands.judge(sample(0, first));
  bands.handedOn(sample(0, first));
  expect(bands.judge(sample(1, then))).toEqual({ active: false, news });
});
