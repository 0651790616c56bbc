import { expect, it } from 'vitest';
import { ageWords } from '../../src/model/battery-age.js';
import { fanWords } from '../../src/model/fans.js';

it.each([
  [[], []],
  [[{ name: 'BAT0', health: 86.7, cycles: 412 }], ['health 87 %, 412 cycles']],
  [[{ name: 'BAT0', health: 99.95, cycles: 1 }], ['health 100 %, 1 cycle']],
  [[{ name: 'BAT0', health: null, cycles: null }], []],
  [
    [
      { name: 'BAT0', health: 87, cycles: null },
      { name: 'BAT1', health: null, cycles: 9 },
    ],
    ['BAT0 health 87 %', 'BAT1 9 cycles'],
  ],
])('%j', (aged, words) => {
  expect(ageWords(aged)).toEqual(words);
});

const fans = (...speeds: readonly (number | null)[]) => speeds.map(value => ({ unit: 'rpm', value }));

it.each([
  [[{ unit: 'C', value: 50 }], undefined],
  [fans(null), undefined],
  [fans(2400), 'fan 2400 rpm'],
  [fans(0), 'fan stands still'],
  [fans(0, 0), 'fans stand still'],
  [fans(0, 1800, 2400.4, null), 'fans 2400, 1800 rpm'],
  [fans(1, 2, 3, 4, 5), 'fans 5, 4, 3, 2 … rpm'],
])('%j: %s', (sensors, words) => {
  expect(fanWords(sensors)).toBe(words);
});
