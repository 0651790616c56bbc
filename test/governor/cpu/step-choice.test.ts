import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type StartStep, stepAt, steps } from '../../../src/governor/cpu/start-step.js';
import { type Choice, type KnownPower, StepChoice } from '../../../src/governor/cpu/step-choice.js';
import type { DomainFeatures } from '../../../src/governor/features/features.js';
import { PowerCurves } from '../../../src/governor/power-curve/power-curves.js';
import { policy, situation } from '../situation.js';
import { learned } from '../stretches.js';

const { cost, critical } = new PowerCurves();
/** The generic shape, taken as measured. */
const generic: KnownPower = { cost, critical, measured: () => true };
const promise = { most: 4, tickMs: 4, slowdown: 0.05, interval: 0.25 };

function features(named: Partial<DomainFeatures> = {}): DomainFeatures {
  const [f] = situation({ features: { stretches: learned([1]), ...named } }).features;
  if (f === undefined) throw new Error('a situation has one domain');
  return f;
}

/** What is chosen in each of so many seconds. */
function seconds(
  count: number,
  choice: StepChoice,
  power: KnownPower,
  f = features(),
  asked: Partial<typeof promise> = {},
): Choice[] {
  return Array.from({ length: count }, () => {
    const all = Array.from({ length: 4 }, () => choice.follow(policy, f, power, { ...promise, ...asked }));
    expect(new Set(all).size).toBe(1);
    return all[0] ?? 'strict';
  });
}

const stepOf = (choice: Choice | undefined): StartStep => {
  if (choice === undefined || typeof choice === 'string') throw new Error(`a step was expected, not ${choice}`);
  return choice;
};
const khzOf = (choice: Choice | undefined): number => stepOf(choice).khz;

/** Clocks at which a run costs a share of what it does at any other. */
const cheap = (prices: Readonly<Record<number, number>>, measured = true): KnownPower => ({
  cost: (_, khz) => prices[khz] ?? 1,
  critical: () => 0,
  measured: () => measured,
});

describe('the choice of a start step', () => {
  it('is full clock for a second where the power there is not known, and then a step', () => {
    const choice = new StepChoice();
    const unmeasured = { ...generic, measured: () => false };
    const [first, second] = seconds(2, choice, unmeasured);
    expect(first).toBe('full');
    expect(second).toMatchObject({ raiseMs: expect.any(Number) });
    expect(seconds(1, new StepChoice(), generic)[0]).toEqual(second);
  });

  it('is the cheapest of all', () => {
    for (const stretches of [learned([1]), learned([3]), learned([1, 1, 1, 1, 20])]) {
      const f = features({ stretches });
      const [chosen] = seconds(1, new StepChoice(), generic, f);
      const all = steps(policy, f, critical(policy, 1), { most: 4, tickMs: 4, cost });
      expect(stepOf(chosen).cost).toBe(Math.min(...all.map(s => s.cost)));
    }
  });

  it('is never below the critical frequency', () => {
    const power = { ...generic, critical: () => 3_000_000 };
    expect(khzOf(seconds(1, new StepChoice(), power)[0])).toBeGreaterThanOrEqual(3_000_000);
  });

  it('stays while another would save less than 2 %, and goes to one that saves more', () => {
    const choice = new StepChoice();
    const chosen = (prices: Readonly<Record<number, number>>) => khzOf(seconds(1, choice, cheap(prices))[0]);
    expect(chosen({ 3000000: 0.6 })).toBe(3_000_000);
    expect(chosen({ 3000000: 0.6, 2800000: 0.585 })).toBe(3_000_000);
    expect(chosen({ 3000000: 0.6, 2800000: 0.575 })).toBe(2_800_000);
    expect(chosen({ 3000000: 0.56, 2800000: 0.575 })).toBe(2_800_000);
  });

  it('is left to the strict cap where the work is in long stretches, and comes back', () => {
    const choice = new StepChoice();
    const long = features({ stretches: learned([10_000]) });
    const short = features();
    expect(typeof seconds(1, choice, generic, short)[0]).toBe('object');
    expect(seconds(3, choice, generic, long)).toEqual(['strict', 'strict', 'strict']);
    expect(typeof seconds(1, choice, generic, short)[0]).toBe('object');
  });

  it('is left to the strict cap where nothing saves', () => {
    expect(seconds(2, new StepChoice(), cheap({}))).toEqual(['strict', 'strict']);
    expect(seconds(2, new StepChoice(), generic, features(), { most: 0.02 })).toEqual(['strict', 'strict']);
  });

  it('lets a new D count within a second', () => {
    const choice = new StepChoice();
    const wide = stepOf(seconds(1, choice, generic)[0]);
    const narrow = stepOf(seconds(1, choice, generic, features(), { most: 2 })[0]);
    expect(wide.later).toBeGreaterThan(2);
    expect(narrow.later).toBeLessThanOrEqual(2);
  });
});

describe('trying', () => {
  const flat = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [800_000 + 100_000 * i, 0.63]));

  it('looks at each clock within 5 % of the best at most once, for a second in eight, nearest first', () => {
    const best = { ...flat, 2400000: 0.6, 2000000: 0.7 };
    const chosen = seconds(400, new StepChoice(), cheap(best, false)).slice(1).map(khzOf);
    const tried = chosen.filter(khz => khz !== 2_400_000);
    expect(chosen[0]).toBe(2_400_000);
    expect(new Set(tried).size).toBe(tried.length);
    expect(tried).not.toContain(2_000_000);
    expect(tried.length).toBeGreaterThan(10);
    const off = tried.map(khz => Math.abs(khz - 2_400_000));
    expect(off).toEqual(off.toSorted((a, b) => a - b));
  });

  it('tries none whose power was measured, and none that seems dearer', () => {
    expect(new Set(seconds(100, new StepChoice(), cheap({ ...flat, 2400000: 0.6 })).map(khzOf))).toEqual(
      new Set([2_400_000]),
    );
    expect(
      new Set(
        seconds(100, new StepChoice(), cheap({ 2400000: 0.6 }, false))
          .slice(1)
          .map(khzOf),
      ),
    ).toEqual(new Set([2_400_000]));
  });

  it('never breaks the promise, whatever is known', () => {
    const price = fc.double({ min: 0.2, max: 1.2, noNaN: true });
    const one = fc.record({
      prices: fc.array(price, { minLength: 32, maxLength: 32 }),
      measured: fc.array(fc.boolean(), { minLength: 32, maxLength: 32 }),
      mostComputeShare: fc.double({ min: 0.1, max: 1, noNaN: true }),
      most: fc.double({ min: 0.5, max: 20, noNaN: true }),
    });
    const place = (khz: number): number => Math.round((khz - 800_000) / 100_000);
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 30 }), all => {
        const choice = new StepChoice();
        for (const { prices, measured, mostComputeShare, most } of all) {
          const power: KnownPower = {
            cost: (_, khz) => prices[place(khz)] ?? 1,
            critical: () => 0,
            measured: (_, khz) => measured[place(khz)] ?? true,
          };
          const f = features({ mostComputeShare, computeShare: mostComputeShare / 2 });
          const [chosen] = seconds(1, choice, power, f, { most });
          if (chosen === undefined || typeof chosen === 'string') continue;
          expect(chosen.later).toBeLessThanOrEqual(most + 1e-9);
          const now = stepAt(policy, f, chosen.khz, { most, tickMs: 4, cost: power.cost });
          expect(chosen).toEqual(now);
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('restored', () => {
  it('chooses as it would have', () => {
    const best = { 2400000: 0.6, 2500000: 0.62, 2300000: 0.63, 2600000: 0.64, 2200000: 0.645 };
    for (const after of [1, 3, 8, 9, 17, 30]) {
      const one = new StepChoice();
      seconds(after, one, cheap(best, false));
      one.follow(policy, features(), cheap(best, false), { ...promise, interval: 0.5 });
      const other = new StepChoice();
      other.restore(structuredClone(one.save()));
      const future = (choice: StepChoice) =>
        Array.from({ length: 200 }, () =>
          choice.follow(policy, features(), cheap(best, false), { ...promise, interval: 0.25 }),
        );
      expect(future(other)).toEqual(future(one));
    }
  });
});
