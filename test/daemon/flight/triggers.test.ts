import { expect, test } from 'vitest';
import { Triggers } from '../../../src/daemon/flight/triggers.js';
import { nanoseconds } from '../../../src/model/units.js';

const seconds = (n: number) => nanoseconds(n * 1e9);
const since = seconds(1000);

test('five overruns within a minute are a burst, and then it takes five more', () => {
  const triggers = new Triggers();
  const burst = [100, 110, 120, 130, 140, 141, 142, 143, 144].map(t => triggers.overrun(seconds(1000 + t), since));
  expect(burst).toEqual([false, false, false, false, true, false, false, false, false]);
});

test('overruns that are a minute apart are none', () => {
  const triggers = new Triggers();
  for (let t = 100; t < 1000; t += 15) expect(triggers.overrun(seconds(1000 + t), since)).toBe(false);
});

test('a daemon that has just begun is still compiling: its first minute makes no burst', () => {
  const triggers = new Triggers();
  for (let t = 0; t < 60; t++) expect(triggers.overrun(seconds(1000 + t), since)).toBe(false);
  const later = [60, 61, 62, 63, 64].map(t => triggers.overrun(seconds(1000 + t), since));
  expect(later).toEqual([false, false, false, false, true]);
});
