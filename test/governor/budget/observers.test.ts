import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { feedbackWords } from '../../../src/governor/budget/feedback.js';
import { Observers } from '../../../src/governor/budget/observers.js';
import { StrictCapRule } from '../../../src/governor/cpu/strict-cap-rule.js';
import { explain } from '../../../src/governor/explain/explain.js';
import { type Budget, budgetOf, profileNames } from '../../../src/model/people/profiles.js';
import { ratio, seconds } from '../../../src/model/units.js';
import { working } from '../observed.js';
import { situation } from '../situation.js';

const tick = 0.1;
const balanced = budgetOf('balanced', true);

function run(observers: Observers, length: number, some: number, slowdown: number, usual = balanced): Budget {
  const seen = { cpuPressure: ratio(some), interval: seconds(tick), onMains: true };
  const profile = usual.slowdown === 0 ? 'performance' : 'balanced';
  let budget = usual;
  for (let i = 0; i < Math.round(length / tick); i++)
    budget = observers.follow(profile, usual, seen, working(0.5, slowdown, tick), 0);
  return budget;
}

/** The sentence about a cap made under this budget. */
function sentence(budget: Budget, batch = true): string {
  const [proposal] = new StrictCapRule(() => 0).propose({ ...situation({ features: { batch } }), budget });
  if (proposal?.kind !== 'interval') throw new Error('the strict cap always has a say');
  const { max } = proposal.interval;
  const facts = proposal.reason.facts ?? {};
  return explain('policy0', { min_freq: 800_000, max_freq: max }, [
    { control: 'max_freq', bound: 'max', ...proposal.reason, facts },
  ]);
}

describe('observers', () => {
  it('leave the budget alone, object and all, while nobody says anything', () => {
    expect(run(new Observers(), 10, 0, 0)).toBe(balanced);
  });

  it('multiply what people said with what is strained, and name both', () => {
    const observers = new Observers();
    observers.feedback.take('balanced', 'mains', 'hot', 0);
    run(observers, 20, 0.2, 0);
    const budget = run(observers, 10, 0.7, 0.05);
    expect(budget.slowdown).toBeCloseTo(0.05 * 1.5 * 0.5, 2);
    expect(budget.moved).toMatchObject({ usual: 0.05, by: 'user+pressure' });
  });

  it('move milliseconds by as much as shares', () => {
    const observers = new Observers();
    observers.feedback.take('balanced', 'mains', 'hot', 0);
    run(observers, 20, 0.2, 0);
    const budget = run(observers, 10, 0.7, 0.05);
    expect(budget.delay).toBeCloseTo((4 * budget.slowdown) / 0.05, 12);
    expect(budget.slowdown).toBeLessThan(0.045);
    const { delay: _, ...percent } = balanced;
    expect(run(observers, 10, 0.7, 0.05, percent)).not.toHaveProperty('delay');
  });

  it('never move performance', () => {
    const observers = new Observers();
    const none = budgetOf('performance', true);
    run(observers, 20, 0.2, 0, none);
    expect(run(observers, 60, 0.9, 0.2, none)).toBe(none);
  });

  it('lift the cap for 4 s a minute while they do not know what is usual', () => {
    const observers = new Observers();
    let looks = 0;
    for (let i = 0; i < 1200; i++) if (run(observers, tick, 0.5, 0.05).look === true) looks += tick;
    expect(looks).toBeGreaterThan(7);
    expect(looks).toBeLessThan(9);
  });

  it('keep ε in range for any sequence', () => {
    const step = fc.record({
      profile: fc.constantFrom(...profileNames),
      onMains: fc.boolean(),
      word: fc.option(fc.constantFrom(...feedbackWords)),
      some: fc.double({ min: 0, max: 1, noNaN: true }),
      slowdown: fc.double({ min: 0, max: 1, noNaN: true }),
      wall: fc.nat(1e12),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), steps => {
        const observers = new Observers();
        for (const { profile, onMains, word, some, slowdown, wall } of steps) {
          if (word !== null) observers.feedback.take(profile, onMains ? 'mains' : 'battery', word, wall);
          const usual = budgetOf(profile, onMains);
          const seen = { cpuPressure: ratio(some), interval: seconds(2), onMains };
          const budget = observers.follow(profile, usual, seen, working(0.5, slowdown, 2), wall);
          expect(budget.slowdown).toBeGreaterThanOrEqual(0);
          expect(budget.slowdown).toBeLessThanOrEqual(Math.min(0.25, 2 * usual.slowdown) + 1e-12);
          if (profile === 'performance') expect(budget).toBe(usual);
          else expect(budget.slowdown).toBeGreaterThan(0);
        }
      }),
    );
  });
});

describe('the explanation', () => {
  const moved = (slowdown: number, by: string, behind?: string): Budget => ({
    ...balanced,
    slowdown,
    moved: { usual: 0.05, by, behind },
  });

  it.each([
    [moved(0.025, 'pressure'), '2.5 % longer (halved: CPU pressure rose)'],
    [moved(0.025, 'user'), '2.5 % longer (halved: your feedback)'],
    [moved(0.1, 'user'), '10 % longer (doubled: your feedback)'],
    [moved(0.04, 'heartbeat', 'x264'), '4 % longer (lowered from 5 %: x264 fell behind)'],
    [moved(0.06, 'user+pressure'), '6 % longer (raised from 5 %: your feedback, CPU pressure rose)'],
    [balanced, 'may take 5 % longer.'],
  ])('names who moved ε', (budget, words) => {
    expect(sentence(budget)).toContain(words);
  });

  it('also of latency work and of a look', () => {
    expect(sentence(moved(0.025, 'pressure'), false)).toMatch(
      /at most 2\.5 % of waiting \(halved: CPU pressure rose\)\.$/,
    );
    expect(sentence({ ...balanced, look: true })).toContain('how it fares at full clock is being looked at');
  });

  it('names the application that is believed to be a batch, and spends as much on it as on one that is seen', () => {
    const asked = { batch: 'backup', words: 'backup says that nobody waits for single units of its work' };
    const hinted = { ...balanced, asked };
    expect(sentence(hinted, false)).toMatch(
      /because backup says that nobody waits for single units of its work, .*, and it may take 5 % longer\.$/,
    );
    const cap = (budget: Budget, batch: boolean) => {
      const features = { batch, utilisation: 0.6, worked: 0.06 };
      const [proposal] = new StrictCapRule(() => 0, false).propose({ ...situation({ features }), budget });
      return proposal?.kind === 'interval' ? proposal.interval.max : undefined;
    };
    expect(cap(hinted, false)).toBe(cap(balanced, true));
    expect(cap(hinted, false)).toBeLessThan(cap(balanced, false) ?? 0);
  });

  it('opens a new decision when who moved it changes, though the cap stays', () => {
    const rule = new StrictCapRule(() => 0);
    const code = (budget: Budget) =>
      rule.propose({ ...situation({ features: { batch: true } }), budget })[0]?.reason.code;
    expect(code(balanced)).toBe('batch');
    expect(code(moved(0.05, 'user'))).toBe('batch:user');
  });
});
