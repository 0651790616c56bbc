import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Window } from '../../../src/governor/features/window.js';

const seconds = fc.double({ min: 0.01, max: 5, noNaN: true });

test('weighs a plain mean until it is full, and as much ever after', () => {
  const window = new Window(2);
  const weights = Array.from({ length: 6 }, () => window.take(0.5));
  expect(weights).toEqual([1, 1 / 2, 1 / 3, 1 / 4, 1 / 4, 1 / 4]);
  expect(window.length).toBe(2);
});

test('no tick weighs more than the mean, however long it was', () => {
  fc.assert(
    fc.property(fc.array(seconds, { minLength: 1 }), seconds, (ticks, longest) => {
      const window = new Window(longest);
      for (const tick of ticks) {
        const weight = window.take(tick);
        expect(weight).toBeGreaterThan(0);
        expect(weight).toBeLessThanOrEqual(1);
      }
    }),
  );
});
