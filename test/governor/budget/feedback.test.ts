import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Feedback, feedbackHalfLifeMs, feedbackWords, largestSlowdown } from '../../../src/governor/budget/feedback.js';
import { budgetOf, profileNames } from '../../../src/model/people/profiles.js';

const profile = fc.constantFrom(...profileNames);
const source = fc.constantFrom('mains' as const, 'battery' as const);
const act = fc.record({
  profile,
  source,
  word: fc.constantFrom(...feedbackWords),
  // The wall clock may be set back between two words.
  at: fc.integer({ min: 0, max: 100 * 86_400_000 }),
});

function heard(
  acts: readonly {
    profile: (typeof profileNames)[number];
    source: 'mains' | 'battery';
    word: (typeof feedbackWords)[number];
    at: number;
  }[],
) {
  const feedback = new Feedback();
  for (const a of acts) feedback.take(a.profile, a.source, a.word, a.at);
  return feedback;
}

describe('what people say', () => {
  it('halves ε or makes it half as large again, for this profile and source alone', () => {
    const feedback = new Feedback();
    feedback.take('balanced', 'mains', 'slow', 0);
    expect(feedback.factor('balanced', 'mains', 0)).toBeCloseTo(0.5, 12);
    expect(feedback.factor('balanced', 'battery', 0)).toBe(1);
    feedback.take('balanced', 'battery', 'loud', 0);
    expect(feedback.factor('balanced', 'battery', 0)).toBeCloseTo(1.5, 12);
    feedback.take('balanced', 'mains', 'hot', 0);
    expect(feedback.factor('balanced', 'mains', 0)).toBeCloseTo(0.75, 12);
  });

  it('keeps ε within 0 and twice the profile’s, never above 25 %, and performance at 0', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), profile, source, fc.nat(), (acts, p, s, now) => {
        const { slowdown } = budgetOf(p, s === 'mains');
        const factor = heard(acts).factor(p, s, now);
        expect(factor).toBeGreaterThan(0);
        expect(factor).toBeLessThanOrEqual(2 + 1e-12);
        expect(slowdown * factor).toBeLessThanOrEqual(largestSlowdown + 1e-12);
        if (p === 'performance') expect(factor).toBe(1);
      }),
    );
  });

  it('fades: ε comes closer to the profile’s with every day and half of the way in 7', () => {
    fc.assert(
      fc.property(
        fc.array(act, { minLength: 1, maxLength: 10 }),
        profile,
        source,
        fc.nat(1e9),
        fc.nat(1e9),
        (acts, p, s, a, b) => {
          const feedback = heard(acts);
          const from = 100 * 86_400_000;
          const far = (now: number): number => Math.abs(Math.log(feedback.factor(p, s, now)));
          const first = far(from);
          const second = far(from + a);
          expect(second).toBeLessThanOrEqual(first + 1e-12);
          expect(far(from + a + b)).toBeLessThanOrEqual(second + 1e-12);
          expect(far(from + a + feedbackHalfLifeMs)).toBeCloseTo(second / 2, 9);
        },
      ),
    );
  });

  it('is undone by a reset', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), profile, source, fc.nat(), (acts, p, s, now) => {
        const feedback = heard(acts);
        feedback.reset();
        expect(feedback.factor(p, s, now)).toBe(1);
        expect(feedback.opinions(now)).toEqual([]);
      }),
    );
  });

  it('a first `slow` is felt after many a `hot`, also where ε is at its most', () => {
    for (const p of ['balanced', 'power-saver'] as const) {
      const feedback = new Feedback();
      for (let i = 0; i < 30; i++) feedback.take(p, 'battery', 'hot', 0);
      const most = feedback.factor(p, 'battery', 0);
      feedback.take(p, 'battery', 'slow', 0);
      expect(feedback.factor(p, 'battery', 0)).toBeCloseTo(most / 2, 9);
    }
  });

  it('many a `slow` leave a little, so that it can come back', () => {
    const feedback = new Feedback();
    for (let i = 0; i < 30; i++) feedback.take('balanced', 'mains', 'slow', 0);
    expect(feedback.factor('balanced', 'mains', 0)).toBeCloseTo(1 / 32, 12);
  });

  it('a clock that was set back does not keep it for the time of the jump', () => {
    const feedback = new Feedback();
    feedback.take('balanced', 'mains', 'slow', 1000 * feedbackHalfLifeMs);
    expect(feedback.factor('balanced', 'mains', 0)).toBeCloseTo(0.5, 12);
    expect(feedback.factor('balanced', 'mains', feedbackHalfLifeMs)).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it('is not told any more once it is as good as forgotten', () => {
    const feedback = heard([{ profile: 'balanced', source: 'mains', word: 'slow', at: 0 }]);
    expect(feedback.opinions(6 * feedbackHalfLifeMs)).toHaveLength(1);
    expect(feedback.opinions(7 * feedbackHalfLifeMs)).toEqual([]);
  });

  it('goes on from what was kept', () => {
    const before = heard([{ profile: 'balanced', source: 'mains', word: 'slow', at: 0 }]);
    const after = new Feedback(before.opinions(0));
    expect(after.factor('balanced', 'mains', 1e9)).toBe(before.factor('balanced', 'mains', 1e9));
  });
});
