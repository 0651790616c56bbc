import { describe, expect, it } from 'vitest';
import { LookBudget } from '../../../src/governor/gpu/look-budget.js';

/** When looks at a price come in an hour. */
function looks(price: number, tells: boolean): number[] {
  const budget = new LookBudget();
  return Array.from({ length: 3600 }, (_, i) => i + 1).filter(() => {
    budget.pass(1);
    const due = budget.isDue(price, tells);
    if (due) budget.pay(price);
    return due;
  });
}

describe('LookBudget', () => {
  it('lets looks cost 0.4 % of the time and ten seconds, whatever each costs', () => {
    for (const price of [1, 3, 8, 20]) {
      const spent = looks(price, true).length * price;
      expect(spent).toBeLessThanOrEqual(0.004 * 3600 + 10);
      expect(price > 20 || spent > 0).toBe(true);
    }
  });

  it('leaves a minute and a half between two, and half an hour where they tell nothing new', () => {
    expect(looks(0.01, true).slice(0, 3)).toEqual([91, 182, 273]);
    expect(looks(0.01, false)).toEqual([1801]);
  });

  it('has debts where the first look was dear', () => {
    const budget = new LookBudget();
    budget.pay(30);
    budget.pass(5000);
    expect(budget.isDue(1, true)).toBe(false);
    budget.pass(300);
    expect(budget.isDue(1, true)).toBe(true);
  });
});
