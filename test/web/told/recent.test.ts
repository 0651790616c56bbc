import { expect, it } from 'vitest';
import { type Moment, Recent } from '../../../src/web/told/recent.js';

const at = (ms: number): Moment => ({ at: ms, watts: 1, battery: null, celsius: null, clocks: [] });
const times = (recent: Recent): number[] => recent.all.map(m => m.at);

it('keeps ten minutes, however many moments come', () => {
  const recent = new Recent();
  for (let i = 0; i < 100_000; i++) recent.add(at(i * 1000));
  expect(times(recent)[0]).toBe(99_999_000 - 600_000);
  for (let i = 0; i < 100_000; i++) recent.add(at(100_000_000 + i));
  expect(recent.all.length).toBeLessThanOrEqual(1500);
});

it('begins anew when the clock is set back, and takes no moment twice', () => {
  const recent = new Recent();
  for (const ms of [5000, 6000, 6000]) recent.add(at(ms));
  expect(times(recent)).toEqual([5000, 6000]);
  recent.add(at(1000));
  recent.add(at(2000));
  expect(times(recent)).toEqual([1000, 2000]);
});

it('puts what the journal knows before what was seen, without overlap', () => {
  const recent = new Recent();
  recent.add(at(700_000));
  recent.precede([at(10_000), at(650_000), at(700_000), at(710_000)]);
  expect(times(recent)).toEqual([650_000, 700_000]);
});
