import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hinted } from '../../../src/governor/budget/hinted.js';
import { Hints } from '../../../src/governor/budget/hints.js';
import { type Budget, budgetOf, profileNames } from '../../../src/model/people/profiles.js';

const milliseconds = budgetOf('balanced', true);
const { delay: _, ...percent } = milliseconds;

const hint = (more: Partial<Hinted> = {}): Hinted => ({
  name: 'player',
  pid: 7,
  uid: 1000,
  deadline: null,
  latency: null,
  batch: false,
  process: { share: 0.1, trouble: undefined },
  ...more,
});
const alone = { share: 0.9, trouble: undefined };

const moved = (budget: Budget, hints: readonly Hinted[], rule = new Hints(), interval = 0.1): Budget =>
  rule.move(budget, { profile: 'balanced', usual: budget, hints, interval });

describe('hints', () => {
  it('leave the budget alone, object and all, where there are none or none acts', () => {
    expect(moved(milliseconds, [])).toBe(milliseconds);
    expect(moved(milliseconds, [hint()])).toBe(milliseconds);
    const gone = { share: 1, trouble: 'no process 7 runs here' };
    const rule = new Hints();
    expect(moved(milliseconds, [hint({ latency: 1, deadline: 3, batch: true, process: gone })], rule)).toBe(
      milliseconds,
    );
    expect(rule.effects).toEqual(['nothing: no process 7 runs here']);
  });

  it('tighten D to the least latency that is asked for, never below a millisecond', () => {
    const rule = new Hints();
    const budget = moved(milliseconds, [hint({ latency: 3 }), hint({ name: 'game', pid: 8, latency: 2 })], rule);
    expect(budget).toMatchObject({ delay: 2, slowdown: 0.05, asked: { words: 'game asks for answers within 2 ms' } });
    expect(rule.effects).toEqual(['nothing: game asks for less', 'what may be held up is by 2 ms at most']);
    expect(moved(milliseconds, [hint({ latency: 0.01, process: alone })]).delay).toBe(1);
  });

  it('loosen no D', () => {
    const rule = new Hints();
    expect(moved(milliseconds, [hint({ latency: 100, process: alone })], rule)).toBe(milliseconds);
    expect(rule.effects).toEqual(['nothing: less is promised as it is']);
  });

  it('give work a D under a promise in percent only for who works almost alone, and no more than the profile has', () => {
    expect(moved(percent, [hint({ latency: 3, process: alone })])).toMatchObject({
      asked: { latency: { ms: 3, by: 'player', alone: true } },
    });
    expect(moved(percent, [hint({ latency: 3 })]).asked?.latency).toEqual({ ms: 3, by: 'player', alone: false });
    expect(moved(percent, [hint({ latency: 100 })])).toBe(percent);
    expect(moved(percent, [hint({ latency: 100, process: alone })]).asked?.latency?.ms).toBe(4);
    const strained = { ...percent, slowdown: 0.025 };
    const tick = { profile: 'balanced', usual: percent, interval: 0.1 } as const;
    const less = new Hints().move(strained, { ...tick, hints: [hint({ latency: 100, process: alone })] });
    expect(less.asked?.latency?.ms).toBe(2);
    expect(less).not.toHaveProperty('delay');
  });

  it('take an application for alone from 80 % of the CPU time on, until 60 %, and never where that is not known', () => {
    const rule = new Hints();
    const loosened = [0.79, 0.8, 0.61, 0.59, 0.79, undefined].map(share => {
      const told = hint({ deadline: 10, process: { share, trouble: undefined } });
      return moved(milliseconds, [told], rule).asked?.deadline?.alone;
    });
    expect(loosened).toEqual([false, true, true, false, false, false]);
  });

  it('believe a batch that works alone while nobody asks for time', () => {
    const rule = new Hints();
    const batch = hint({ name: 'backup', batch: true, process: alone });
    expect(moved(percent, [batch], rule).asked).toEqual({
      batch: 'backup',
      words: 'backup says that nobody waits for single units of its work',
    });
    const player = hint({ pid: 8, deadline: 20 });
    expect(moved(percent, [batch, player], rule).asked?.batch).toBeUndefined();
    expect(rule.effects).toEqual(['nothing: others ask for an answer or a deadline', 'paced work is due in 20 ms']);
    expect(moved(percent, [hint({ batch: true })], rule)).toBe(percent);
    expect(rule.effects).toEqual(['nothing: 10 % of the CPU time is its own, and it takes most']);
    expect(moved(percent, [hint({ batch: true, process: { share: undefined, trouble: undefined } })], rule)).toBe(
      percent,
    );
    expect(rule.effects).toEqual(['nothing: how much of the CPU time is its own is not known']);
  });

  it('rest after 8 hours, until that user has given none for 10 minutes; others’ act on', () => {
    const rule = new Hints();
    const endless = [hint({ latency: 2 })];
    for (let hour = 0; hour < 8; hour++) expect(moved(milliseconds, endless, rule, 3600).delay).toBe(2);
    expect(moved(milliseconds, endless, rule, 60)).toBe(milliseconds);
    expect(rule.effects[0]).toMatch(/^nothing: hints of uid 1000 have been there for 8 hours, and rest/);
    const other = hint({ uid: 1001, pid: 9, latency: 3 });
    expect(moved(milliseconds, [...endless, other], rule, 60).delay).toBe(3);
    moved(milliseconds, [other], rule, 599);
    expect(moved(milliseconds, [...endless, other], rule, 1).delay).toBe(3);
    moved(milliseconds, [other], rule, 600);
    expect(moved(milliseconds, [...endless, other], rule, 1).delay).toBe(2);
  });

  it('are the same object while they say the same', () => {
    const rule = new Hints();
    const say = (ms: number) => moved(milliseconds, [hint({ latency: ms, deadline: 10 })], rule).asked;
    expect(say(2)).toBe(say(2));
    expect(say(3)).toMatchObject({ latency: { ms: 3 }, deadline: { ms: 10 } });
  });

  it('keep what is promised, whatever is asked for', () => {
    const ms = fc.option(fc.double({ min: 1e-6, max: 3_600_000, noNaN: true }));
    const told = fc.record({
      name: fc.constantFrom('a', 'b'),
      pid: fc.nat(3),
      uid: fc.option(fc.nat(2)),
      deadline: ms,
      latency: ms,
      batch: fc.boolean(),
      process: fc.record({
        share: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
        trouble: fc.constantFrom(undefined, 'gone'),
      }),
    });
    const step = fc.record({
      profile: fc.constantFrom(...profileNames),
      inMs: fc.boolean(),
      hints: fc.array(told, { maxLength: 6 }),
      interval: fc.constantFrom(0.1, 1, 4000),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), steps => {
        const rule = new Hints();
        for (const { profile, inMs, hints, interval } of steps) {
          const { delay, ...rest } = budgetOf(profile, true);
          const usual: Budget = inMs && delay !== undefined ? { ...rest, delay } : rest;
          const budget = rule.move(usual, { profile, usual, hints, interval });
          expect(budget.slowdown).toBe(usual.slowdown);
          expect(budget.delay ?? 0).toBeLessThanOrEqual(usual.delay ?? 0);
          if (usual.slowdown === 0) expect(budget).toBe(usual);
          else expect(budget.delay ?? 1).toBeGreaterThanOrEqual(1);
          if (!inMs && budget.asked?.latency?.alone === true)
            expect(budget.asked.latency.ms).toBeLessThanOrEqual(delay ?? 0);
          expect(rule.effects).toHaveLength(hints.length);
        }
      }),
    );
  });
});
