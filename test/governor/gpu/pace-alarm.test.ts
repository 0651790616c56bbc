import { expect, test } from 'vitest';
import { PaceAlarm } from '../../../src/governor/gpu/pace-alarm.js';
import { Trial } from '../../../src/governor/gpu/trial.js';

const reference = new Trial();
for (let i = 0; i < 20; i++)
  reference.take({
    seconds: 1,
    power: 100,
    busy: undefined,
    memoryBusy: undefined,
    clock: undefined,
    progress: [{ name: 'a', units: 10, seconds: 1 }],
  });

/** Whether the alarm rings after pieces of [units, seconds], where 5 % longer is known. */
function rings(...pieces: readonly (readonly [number, number])[]): boolean {
  const alarm = new PaceAlarm();
  for (const [units, seconds] of pieces)
    alarm.take([{ name: 'a', units, seconds }], reference, { shortest: 1, longest: 1.05 });
  return alarm.rings;
}

test('four seconds of two pieces or more that are 6 % beyond what is known', () => {
  expect(rings([8.5, 1], [8.5, 1], [8.5, 1], [8.5, 1])).toBe(true);
  expect(rings([9.3, 1], [9.3, 1], [9.3, 1], [9.3, 1])).toBe(false);
});

test('not a single pause, nor slow pieces with a usual one between', () => {
  expect(rings([10, 5])).toBe(false);
  expect(rings([8.5, 1], [8.5, 1], [9.6, 1], [8.5, 1], [8.5, 1])).toBe(false);
});

test('faster than is known for some seconds, not for a moment, nor by little', () => {
  const faster = Array.from({ length: 6 }, () => [10.7, 1] as const);
  expect(rings(...faster)).toBe(true);
  expect(rings(...faster.slice(2))).toBe(false);
  expect(rings(...faster.slice(2), [9, 1], [9, 1], ...faster.slice(2))).toBe(false);
  expect(rings([20, 2])).toBe(false);
  expect(rings(...Array.from({ length: 600 }, (_, i) => [10 + 0.4 * (i % 2), 1] as const))).toBe(false);
});
