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

it('adds what the journal knows of the time in which nothing was seen', () => {
  const recent = new Recent();
  for (const ms of [700_000, 701_000, 730_000]) recent.add(at(ms));
  recent.recall([at(10_000), at(650_000), at(699_000), at(715_000), at(735_000)]);
  expect(times(recent)).toEqual([650_000, 700_000, 701_000, 715_000, 730_000]);
  recent.recall([at(650_000)]);
  expect(recent.all).toHaveLength(5);
});

it('takes all that the journal knows where nothing was seen', () => {
  const recent = new Recent();
  recent.recall([at(10_000), at(500_000), at(650_000)]);
  expect(times(recent)).toEqual([500_000, 650_000]);
});
