import { expect, test } from 'vitest';
import { budgetOf, profileNames } from '../../../src/model/people/profiles.js';
import { underPromise } from '../../../src/model/people/promise.js';

test('in percent no answer has a bound of its own', () => {
  for (const profile of profileNames)
    for (const onMains of [true, false]) {
      const budget = budgetOf(profile, onMains);
      const under = underPromise(budget, { in: 'percent', most: 2 });
      expect(under.delay).toBeUndefined();
      expect(under).toEqual({ slowdown: budget.slowdown, epp: budget.epp });
    }
});

test('in milliseconds it is the profile’s, or what is said; never any in performance', () => {
  const delay = (profile: (typeof profileNames)[number], onMains: boolean, most?: number) =>
    underPromise(budgetOf(profile, onMains), { in: 'milliseconds', most }).delay;
  expect([delay('balanced', true), delay('balanced', false)]).toEqual([4, 8]);
  expect([delay('power-saver', true), delay('power-saver', false)]).toEqual([8, 8]);
  expect([delay('balanced', true, 2), delay('power-saver', false, 20)]).toEqual([2, 20]);
  expect([delay('performance', true), delay('performance', true, 20), delay('performance', false, 20)]).toEqual([
    0, 0, 0,
  ]);
});
