import { describe, expect, it } from 'vitest';
import { UtilisationRule } from '../../src/governor/utilisation.js';
import { policy, situation } from './situation.js';

function settle(rule: UtilisationRule, busy: number, khz: number, ticks = 100) {
  let last: ReturnType<UtilisationRule['propose']> = [];
  for (let i = 0; i < ticks; i++) last = rule.propose(situation({ busy, khz }));
  const [proposal] = last;
  return proposal?.kind === 'interval' ? { max: proposal.interval.max, code: proposal.reason.code } : undefined;
}

describe('utilisation rule', () => {
  it('caps a quarter above what was needed, on a step of 1/32 of the range', () => {
    const found = settle(new UtilisationRule(), 0.6, 4_000_000);
    expect(found?.max).toBeGreaterThanOrEqual(1.25 * 0.6 * 4_000_000);
    expect(found?.max).toBeLessThan(1.25 * 0.6 * 4_000_000 + 3_200_000 / 32);
    expect(((found?.max ?? 0) - policy.hw_min) % (3_200_000 / 32)).toBe(0);
  });

  it('never caps below half of the range', () => {
    expect(settle(new UtilisationRule(), 0.01, 800_000)?.max).toBe(2_400_000);
  });

  it('raises the cap by a quarter of the range a tick when demand is cut off by it', () => {
    const rule = new UtilisationRule();
    settle(rule, 0.05, 800_000);
    const first = settle(rule, 1, 2_400_000, 1);
    expect(first).toEqual({ max: 3_200_000, code: 'censored' });
    expect(settle(rule, 1, 3_200_000, 1)).toEqual({ max: 4_000_000, code: 'saturated' });
  });

  it('does not flap: a short dip in demand lowers nothing', () => {
    const rule = new UtilisationRule();
    const before = settle(rule, 0.7, 4_000_000);
    expect(settle(rule, 0.1, 4_000_000, 5)).toEqual(before);
  });

  it('leaves the machine alone under the performance profile', () => {
    expect(new UtilisationRule().propose(situation({ busy: 0.1, khz: 800_000, profile: 'performance' }))).toEqual([]);
  });

  it('says nothing before the first rate is known', () => {
    expect(new UtilisationRule().propose(situation({ khz: 800_000, interval: 0 }))).toEqual([]);
  });
});
