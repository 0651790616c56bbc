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
const generic: KnownPower = { cost, critical, measured: () => true, doubt: () => 0 };
const promise = { most: 4, tickMs: 4, slowdown: 0.05, interval: 0.25, tasks: undefined };

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
  doubt: () => 0,
});

/** What is chosen in each of so many quarters of a second. */
const quarters = (count: number, choice: StepChoice, power: KnownPower, f = features()): Choice[] =>
  Array.from({ length: count }, () => choice.follow(policy, f, power, promise));

describe('the choice of a start step', () => {
  it('is full clock for half a second where the power there is not known, and then a step', () => {
    const chosen = quarters(4, new StepChoice(), { ...generic, measured: () => false });
    expect(chosen.slice(0, 2)).toEqual(['full', 'full']);
    expect(chosen[2]).toMatchObject({ raiseMs: expect.any(Number) });
    expect(quarters(1, new StepChoice(), generic)[0]).toEqual(chosen[2]);
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

  it('leaves half of D beside paced work for a minute after a long stretch', () => {
    const paced = { utilisation: 0.1, regular: true, bunching: -0.8 };
    const frames = features({ ...paced, stretches: learned([5]) });
    const click = features({ ...paced, stretches: learned([...new Array<number>(100).fill(5), 80]) });
    const choice = new StepChoice();
    const later = (count: number, f: DomainFeatures): number => stepOf(seconds(count, choice, generic, f).at(-1)).later;
    expect(later(3, frames)).toBeGreaterThan(2);
    expect(later(1, click)).toBeLessThanOrEqual(2);
    expect(later(58, frames)).toBeLessThanOrEqual(2);
    expect(later(4, frames)).toBeGreaterThan(2);
  });
});

describe('trying', () => {
  const flat = Object.fromEntries(Array.from({ length: 32 }, (_, i) => [800_000 + 100_000 * i, 0.63]));
  const best = { ...flat, 2400000: 0.6, 2000000: 0.7 };
  /** A curve of which what a measurement would change is known, by clock. */
  const unsure = (doubts: Readonly<Record<number, number>>): KnownPower => ({
    ...cheap(best),
    doubt: (_, khz) => doubts[khz] ?? 0,
  });
  const off = (chosen: readonly Choice[]) => chosen.map(khzOf).filter(khz => khz !== 2_400_000);

  it('tries a step that may well be cheaper, and goes back', () => {
    const chosen = quarters(40, new StepChoice(), unsure({ 3000000: 0.1 }));
    // Twice, each for the 4 s in which little of its work is done.
    expect(off(chosen)).toEqual(new Array(32).fill(3_000_000));
    expect(chosen[0]).toMatchObject({ khz: 3_000_000 });
    expect(chosen.at(-1)).toMatchObject({ khz: 2_400_000 });
  });

  it('begins with the one that could save most', () => {
    const [first] = quarters(1, new StepChoice(), unsure({ 3000000: 0.1, 1600000: 0.15, 3500000: 0.05 }));
    expect(khzOf(first)).toBe(1_600_000);
  });

  it('tries nothing that is known, nor what could save less than 2 %', () => {
    expect(off(quarters(40, new StepChoice(), unsure({})))).toEqual([]);
    expect(off(quarters(40, new StepChoice(), unsure({ 3000000: 0.03 })))).toEqual([]);
  });

  it('comes to an end even where nothing is ever learned', () => {
    const doubts = Object.fromEntries(Object.keys(flat).map(khz => [khz, 0.3]));
    const chosen = quarters(400, new StepChoice(), unsure(doubts));
    expect(off(chosen).length).toBeLessThanOrEqual(8 * 2 * 16);
    expect(off(chosen.slice(8 * 2 * 16))).toEqual([]);
  });

  it('ends once it has taught what was asked', () => {
    const choice = new StepChoice();
    expect(khzOf(quarters(1, choice, unsure({ 3000000: 0.1 }))[0])).toBe(3_000_000);
    expect(off(quarters(20, choice, unsure({}))).length).toBeLessThan(16);
  });

  it('never breaks the promise, whatever is known', () => {
    const price = fc.double({ min: 0.2, max: 1.2, noNaN: true });
    const one = fc.record({
      prices: fc.array(price, { minLength: 32, maxLength: 32 }),
      doubts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 32, maxLength: 32 }),
      mostComputeShare: fc.double({ min: 0.1, max: 1, noNaN: true }),
      most: fc.double({ min: 0.5, max: 20, noNaN: true }),
    });
    const place = (khz: number): number => Math.round((khz - 800_000) / 100_000);
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 30 }), all => {
        const choice = new StepChoice();
        for (const { prices, doubts, mostComputeShare, most } of all) {
          const power: KnownPower = {
            cost: (_, khz) => prices[place(khz)] ?? 1,
            critical: () => 0,
            measured: () => true,
            doubt: (_, khz) => doubts[place(khz)] ?? 0,
          };
          const f = features({ mostComputeShare, computeShare: mostComputeShare / 2 });
          const chosen = Array.from({ length: 20 }, () => choice.follow(policy, f, power, { ...promise, most })).at(-1);
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
    const power: KnownPower = {
      ...cheap({ 2400000: 0.6, 2500000: 0.62, 2300000: 0.63, 2600000: 0.64, 2200000: 0.645 }, false),
      doubt: (_, khz) => (khz === 2_400_000 ? 0 : 0.1),
    };
    for (const after of [1, 3, 5, 8, 9, 17, 30]) {
      const one = new StepChoice();
      quarters(after, one, power);
      quarters(4, one, power, features({ stretches: learned([...new Array<number>(100).fill(1), 80]) }));
      one.follow(policy, features(), power, { ...promise, interval: 0.1 });
      const other = new StepChoice();
      other.restore(structuredClone(one.save()));
      expect(quarters(200, other, power)).toEqual(quarters(200, one, power));
    }
  });
});
