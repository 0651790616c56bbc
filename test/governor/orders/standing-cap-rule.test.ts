import { expect, it } from 'vitest';
import { Arbiter } from '../../../src/governor/arbitration/arbiter.js';
import type { IntervalProposal } from '../../../src/governor/arbitration/proposal.js';
import { because } from '../../../src/governor/explain/explain.js';
import { StandingCapRule } from '../../../src/governor/orders/standing-cap-rule.js';
import { policy, situation, topology } from '../situation.js';

const cap = { max: 2_500_000, when: 'while ffmpeg runs' };

it('caps every domain, says when and why, and nothing where there is no cap', () => {
  const rule = new StandingCapRule();
  expect(rule.propose(situation({}))).toEqual([]);
  const two = topology([], [policy, { ...policy, id: 4, cpus: [4], online: [4], frequencies: [1_000_000, 2_400_000] }]);
  const proposals = rule.propose(situation({ cap, topology: two }));
  expect(proposals).toMatchObject([
    { scope: 'policy0', priority: 'profile', interval: { max: 2_500_000 } },
    { scope: 'policy4', priority: 'profile', interval: { max: 2_400_000 } },
  ]);
  expect(
    because({ control: 'max_freq', bound: 'max', facts: {}, ...(proposals[0]?.reason ?? { rule: '', code: '' }) }),
  ).toBe('the configuration allows 2.50 GHz while ffmpeg runs');
  expect(rule.propose(situation({ cap, topology: two }))).toBe(proposals);
});

it('an override lifts it, safety does not yield to it, and it never leaves what the domain can do', () => {
  const arbiter = new Arbiter(() => ({ min: policy.hw_min, max: policy.hw_max }));
  const limit = (priority: IntervalProposal['priority'], max: number): IntervalProposal => ({
    kind: 'interval',
    scope: 'policy0',
    control: 'freq',
    priority,
    interval: { min: Number.NEGATIVE_INFINITY, max },
    reason: { rule: priority, code: 'x' },
  });
  const bound = (max: number, ...others: IntervalProposal[]) => {
    const own = new StandingCapRule().propose(situation({ cap: { max, when: 'always' } }));
    const [found] = arbiter.arbitrate([...own, ...others]);
    return found?.kind === 'interval' ? found.interval.max : undefined;
  };
  expect(bound(2_500_000, limit('governor', 3_000_000))).toBe(2_500_000);
  expect(bound(2_500_000, limit('governor', 2_000_000))).toBe(2_000_000);
  expect(bound(2_500_000, limit('override', 3_500_000))).toBe(3_500_000);
  expect(bound(2_500_000, limit('safety', 1_500_000))).toBe(1_500_000);
  expect(bound(9_000_000)).toBe(policy.hw_max);
  expect(bound(1)).toBe(policy.hw_min);
});
