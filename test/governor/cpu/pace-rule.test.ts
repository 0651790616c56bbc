import { describe, expect, it } from 'vitest';
import { PaceRule } from '../../../src/governor/cpu/pace-rule.js';
import { type Conditions, policy, situation } from '../situation.js';

interface Paced {
  readonly demand: number;
  readonly busy?: number;
  readonly regular?: boolean;
}

/** Follows demands at 10 Hz; what the rule asks for after the last. */
function follow(rule: PaceRule, ticks: readonly Paced[], c: Conditions = {}) {
  let proposal: ReturnType<PaceRule['propose']>[number] | undefined;
  for (const { demand, busy = 0.5, regular = true } of ticks)
    proposal = rule.propose(situation({ ...c, features: { demand, busy, regular } }))[0];
  return proposal?.kind === 'interval' ? { ...proposal.interval, code: proposal.reason.code } : undefined;
}

const times = (n: number, ...cycle: Paced[]): Paced[] =>
  Array.from({ length: n }, (_, i) => cycle[i % cycle.length] ?? { demand: 0 });

describe('pace', () => {
  it('leaves 12 % above steady demand', () => {
    expect(follow(new PaceRule(), times(100, { demand: 0.5 }))).toMatchObject({ max: 2_300_000, code: 'regular' });
  });

  it('leaves six times what a tick strays from the one before', () => {
    const moving = follow(new PaceRule(), times(200, { demand: 0.28 }, { demand: 0.32 }))?.max ?? 0;
    const slack = 0.05 * (policy.hw_max - policy.hw_min);
    expect(moving).toBeGreaterThan(4_000_000 * (1.05 * 0.31 + 5 * 0.04) - slack);
    expect(moving).toBeLessThan(4_000_000 * (1.05 * 0.32 + 7 * 0.04));
  });

  it('holds still while what it needs moves by little', () => {
    const rule = new PaceRule();
    const steady = follow(rule, times(100, { demand: 0.5 }))?.max;
    expect(follow(rule, times(50, { demand: 0.515 }))?.max).toBe(steady);
    expect(follow(rule, times(50, { demand: 0.485 }))?.max).toBe(steady);
    expect(follow(rule, times(50, { demand: 0.6 }))?.max).toBeGreaterThan(steady ?? 0);
  });

  it('needs no margin for a drift that it follows', () => {
    const drifting = Array.from({ length: 200 }, (_, i) => ({ demand: 0.3 + 0.001 * i }));
    expect(follow(new PaceRule(), drifting)?.max).toBeLessThan(4_000_000 * 0.5 * 1.2);
  });

  it('says nothing while the gate is closed, and from the very tick in which it closes', () => {
    const rule = new PaceRule();
    expect(follow(rule, times(50, { demand: 0.5, regular: false }))).toBeUndefined();
    expect(follow(rule, times(50, { demand: 0.5 }))).toBeDefined();
    expect(follow(rule, [{ demand: 0.5, regular: false }])).toBeUndefined();
  });

  it('has seen what was needed when the gate opens', () => {
    const rule = new PaceRule();
    follow(rule, times(50, { demand: 0.5, regular: false }));
    expect(follow(rule, [{ demand: 0.1 }])?.max).toBeGreaterThan(1_600_000);
  });

  it('raises by a quarter of the range a tick when the demand is cut off by the cap', () => {
    const rule = new PaceRule();
    const before = follow(rule, times(100, { demand: 0.4 }))?.max ?? 0;
    const after = follow(rule, [{ demand: 0.42, busy: 0.95 }]);
    expect(after?.code).toBe('censored');
    expect((after?.max ?? 0) - before).toBeGreaterThanOrEqual(800_000);
  });

  it('raises the floor with the cap under a governor that follows utilisation, and not under firmware', () => {
    const demand = times(100, { demand: 0.5 });
    expect(follow(new PaceRule(), demand, { governor: 'schedutil' })?.min).toBe(2_300_000);
    expect(follow(new PaceRule(), demand, { governor: 'powersave', epp: 'balance_power' })?.min).toBe(
      Number.NEGATIVE_INFINITY,
    );
  });

  it('does not slow a profile that allows no slowdown', () => {
    expect(follow(new PaceRule(), times(100, { demand: 0.5 }), { profile: 'performance' })).toBeUndefined();
  });
});
