import { expect, test } from 'vitest';
import { Bands } from '../../../src/machine/simulated/bands.js';
import type { SignalSpec } from '../../../src/model/signals.js';
import { nanoseconds } from '../../../src/model/units.js';

const specs: readonly SignalSpec[] = [
  { name: 'clock.suspended', unit: 'ns', kind: 'counter' },
  { name: 'cpu0.busy', unit: 'ns', kind: 'counter' },
  { name: 'zone.cpu.temp', unit: 'C', kind: 'gauge' },
  { name: 'policy0.max_freq', unit: 'kHz', kind: 'state' },
  { name: 'psi.cpu.some', unit: 'us', kind: 'counter' },
  { name: 'package0.energy', unit: 'uJ', kind: 'counter' },
];
const calm = { suspended: 0, busy: 0, temperature: 40, max: 4e6, pressure: 0, energy: 0 };

/** Bands that have seen a calm first sample, and a function that shows them one a second later. */
function afterCalm() {
  const bands = new Bands(specs, 95);
  const sample = (second: number, v: typeof calm) => ({
    at: nanoseconds(second * 1e9),
    epoch: 0,
    values: Float64Array.of(v.suspended, v.busy, v.temperature, v.max, v.pressure, v.energy),
  });
  const first = sample(0, calm);
  expect(bands.crossed(first)).toBe(true);
  bands.handedOn(first);
  return (second: number, v: Partial<typeof calm>) => bands.crossed(sample(second, { ...calm, ...v }));
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
  const bands = new Bands(specs, 95);
  const hot = (second: number, celsius: number) => ({
    at: nanoseconds(second * 1e9),
    epoch: 0,
    values: Float64Array.of(0, 0, celsius, 4e6, 0, 0),
  });
  bands.crossed(hot(0, 85));
  bands.handedOn(hot(0, 85));
  expect(bands.crossed(hot(1, 85))).toBe(false);
  expect(bands.crossed(hot(2, 85.1))).toBe(true);
});
