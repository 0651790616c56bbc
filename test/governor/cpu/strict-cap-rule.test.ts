import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IntervalProposal } from '../../../src/governor/arbitration/proposal.js';
import { latencyBudget, StrictCapRule, strictCapRule } from '../../../src/governor/cpu/strict-cap-rule.js';
import { because } from '../../../src/governor/explain/explain.js';
import { cappedShare } from '../../../src/governor/features/dilation.js';
import type { DomainFeatures } from '../../../src/governor/features/features.js';
import { type Conditions, policy, situation, topology } from '../situation.js';

const none = () => 0;

/** The cost at which the ledger neither saves nor owes: its aim of ε for batch work, of ε′ for latency work. */
const aimedAt = ({ batch = false, utilisation = 0, rush = 1 }: Partial<DomainFeatures>): number =>
  batch ? 0.985 * 0.05 : 0.92 * latencyBudget(0.05, utilisation, rush);

/** What the rule asks for after the same situation for 40 s, in which the cap cost what it should. */
function settled(named: Partial<DomainFeatures>, c: Conditions = {}, critical: () => number = none) {
  const rule = new StrictCapRule(critical);
  const features = { worked: 0.1, slowdown: aimedAt(named), ...named };
  let proposal = rule.propose(situation({ ...c, features }))[0];
  for (let i = 0; i < 400; i++) proposal = rule.propose(situation({ ...c, features }))[0];
  if (proposal?.kind !== 'interval') throw new Error('the strict cap always has a say');
  return { max: proposal.interval.max, min: proposal.interval.min, code: proposal.reason.code };
}

describe('cappedShare', () => {
  it('costs no more than the budget: β/x + 1 − β ≤ 1 + ε′', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1, noNaN: true })),
        fc.double({ min: 0, max: 0.5, noNaN: true }),
        (beta, e) => {
          const x = cappedShare(beta, e);
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(1);
          if (x > 0) expect(beta / x + 1 - beta).toBeLessThanOrEqual(1 + e + 1e-9);
        },
      ),
    );
  });
});

describe('latencyBudget', () => {
  it('keeps the mean of an M/G/1 queue within ε for service times of any variation up to c² = 4', () => {
    const response = (u: number, c2: number): number => 1 + (u * (1 + c2)) / (2 * (1 - u));
    for (const c2 of [0, 0.5, 1, 2, 4]) {
      for (const u of [0.05, 0.1, 0.3, 0.5, 0.7, 0.9]) {
        const slow = 1 + latencyBudget(0.05, u);
        expect((slow * response(u * slow, c2)) / response(u, c2) - 1).toBeLessThanOrEqual(0.051);
      }
    }
  });

  it('keeps mean and tail of an M/M/1 queue, which amplifies by 1/(1 − u), within ε', () => {
    for (const u of [0, 0.2, 0.5, 0.8, 0.95]) {
      const budget = latencyBudget(0.05, u);
      expect((1 + budget) * ((1 - u) / (1 - u * (1 + budget))) - 1).toBeLessThanOrEqual(0.05);
    }
    expect(latencyBudget(0.05, 0)).toBeCloseTo(0.045, 12);
    expect(latencyBudget(0.05, 1)).toBe(0);
  });
});

describe('strict cap', () => {
  it('spends all of ε on batch work and half of it on latency work', () => {
    expect(settled({ batch: true, computeShare: 0.2 })).toMatchObject({ max: 3_200_000, code: 'batch' });
    const queue = { computeShare: 0.2, utilisation: 0.3 };
    expect(settled(queue)).toMatchObject({ max: 3_500_000, code: 'latency' });
  });

  // azure_code: clusters of requests lost 6.5 % at a mean load of 0.15, which alone allows nearly all of ε.
  it('spends less the longer a rush lasts, and says so', () => {
    const calm = settled({ computeShare: 0.2, utilisation: 0.15 }).max;
    const rushed = settled({ computeShare: 0.2, utilisation: 0.15, rush: 3 }).max;
    expect(rushed).toBeGreaterThan(calm);
    expect(latencyBudget(0.05, 0.15, 3)).toBeCloseTo(latencyBudget(0.05, 0.15) / 3, 12);
    const facts = { slowdown: 0.05, allowed: 0.012, compute_share: 0.2, stall: 0.8, utilisation: 0.15, top_khz: 4e6 };
    expect(strictCapRule.sentences.latency?.({ ...facts, rush: 3 })).toContain('requests are queueing');
    for (const fact of [{ rush: 1 }, {}])
      expect(strictCapRule.sentences.latency?.({ ...facts, ...fact })).not.toContain('queueing');
  });

  it('says no longer that requests are queueing once they are not, though the cap stays', () => {
    const rule = new StrictCapRule(none);
    const said = (rush: number) => {
      const features = { utilisation: 0.999, worked: 0.1, rush };
      const [proposal] = rule.propose(situation({ features }));
      if (proposal?.kind !== 'interval') throw new Error('the strict cap always has a say');
      const reason = { ...proposal.reason, facts: proposal.reason.facts ?? {} };
      return { max: proposal.interval.max, words: because({ ...reason, control: 'max_freq', bound: 'max' }) };
    };
    expect(said(3).words).toContain('queueing');
    expect(said(1).words).not.toContain('queueing');
    expect(said(2).words).toContain('queueing');
    expect(said(1).max).toBe(said(2).max);
  });

  it('takes all work as computing where nothing tells: at most ε slower whatever it is', () => {
    expect(settled({ batch: true }).max).toBeGreaterThanOrEqual(4_000_000 / 1.05);
  });

  it('counts from what can be reached, not from the number on paper', () => {
    expect(settled({ batch: true, computeShare: 0.2, top: 3_000_000 }).max).toBe(2_400_000);
  });

  it('never goes below the critical frequency', () => {
    expect(settled({ batch: true, computeShare: 0.01 }, {}, () => 2_000_000)).toMatchObject({
      max: 2_000_000,
      code: 'critical',
    });
  });

  it('lifts the cap to look', () => {
    expect(settled({ batch: true, computeShare: 0.2, look: true })).toMatchObject({ max: 4_000_000, code: 'look' });
  });

  it('asks for the top when the profile allows no slowdown', () => {
    const fast = settled({ batch: true, computeShare: 0.2 }, { profile: 'performance', governor: 'schedutil' });
    expect(fast).toEqual({ max: 4_000_000, min: 4_000_000, code: 'full' });
  });

  it.each([
    ['schedutil', undefined, true],
    ['ondemand', undefined, true],
    ['performance', undefined, false],
    ['powersave', undefined, false],
    ['powersave', 'balance_performance', true],
    ['powersave', 'default', true],
    ['powersave', 'performance', false],
    ['powersave', 'balance_power', false],
    ['performance', 'performance', false],
  ])('under %s with EPP %s raises the floor: %s', (governor, epp, raised) => {
    const { min, max } = settled({ batch: true }, epp === undefined ? { governor } : { governor, epp });
    expect(min).toBe(raised ? max : Number.NEGATIVE_INFINITY);
  });

  it('holds nothing up close to a trip point', () => {
    expect(settled({ batch: true, nearTrip: true }, { governor: 'schedutil' }).min).toBe(Number.NEGATIVE_INFINITY);
  });

  it('keeps its proposal object while it says the same', () => {
    const rule = new StrictCapRule(none);
    const same = () => rule.propose(situation({ features: { batch: true, computeShare: 0.5 } }))[0];
    expect(same()).toBe(same());
  });

  it('rises at once, falls at once when far and after 0.3 s when near', () => {
    const rule = new StrictCapRule(none);
    const cap = (computeShare: number): number => {
      const [p] = rule.propose(situation({ features: { batch: true, computeShare } }));
      return p?.kind === 'interval' ? p.interval.max : 0;
    };
    const high = cap(0.5);
    const low = cap(0.2);
    expect(low).toBeLessThan(high);
    expect(cap(0.5)).toBe(high);
    expect([cap(0.42), cap(0.42), cap(0.42)].map(x => x < high)).toEqual([false, false, true]);
  });

  it('saves elsewhere what a late reaction overspent', () => {
    const overspent = { batch: true, computeShare: 0.2 };
    expect(settled({ ...overspent, slowdown: 0.2 }).max).toBeGreaterThan(settled({ ...overspent, slowdown: 0.05 }).max);
  });

  describe('on a table in which one step costs more than ε', () => {
    const coarse = topology([], [{ ...policy, frequencies: [800_000, 2_000_000, 3_600_000, 4_000_000] }]);

    /** Proposals of 60 s in which the cap costs what it does, one tick after it is said. */
    function played(named: Partial<DomainFeatures>, rule = new StrictCapRule(none)) {
      let at = policy.hw_max;
      return Array.from({ length: 600 }, () => {
        const slowdown = policy.hw_max / at - 1;
        const features = { ...named, worked: 0.1 / (1 + slowdown), slowdown };
        const [proposal] = rule.propose(situation({ topology: coarse, features }));
        if (proposal?.kind !== 'interval') throw new Error('the strict cap always has a say');
        at = proposal.interval.max;
        return proposal;
      });
    }

    const reasonOf = (proposal: IntervalProposal | undefined) => {
      if (proposal === undefined) throw new Error('expected a proposal');
      return { ...proposal.reason, facts: proposal.reason.facts ?? {} };
    };

    it('lets batch work alternate between two of its points, and says so at either', () => {
      const proposals = played({ batch: true });
      const below = proposals.filter(p => p.interval.max === 3_600_000).length;
      // 11.1 % longer at 3.6 GHz: 4.65 % on the average when 44 % of the time is spent there.
      expect(below / proposals.length).toBeGreaterThan(0.38);
      expect(below / proposals.length).toBeLessThan(0.47);
      for (const proposal of proposals) {
        const { reason, interval } = proposal;
        expect(reason.code).toBe('batch-in-turns');
        expect([3_600_000, 4_000_000]).toContain(interval.max);
        expect(because({ ...reasonOf(proposal), control: 'max_freq', bound: 'max' })).toBe(
          'it is busy all the time, nothing here tells waiting from computing, so all of the work is taken to need the clock, and it may take 5 % longer: ' +
            'the clock for that lies between 3.60 GHz and 4.00 GHz, where none is offered, so it runs at these two in turn',
        );
      }
    });

    it('lets latency work spend half of what it may in this way, for what comes while the clock is low waits longer', () => {
      const proposals = played({ utilisation: 0.3 });
      const below = proposals.filter(p => p.interval.max === 3_600_000).length;
      // Half of 2.86 % on the average, at 11.1 % each: an eighth of the time.
      expect(below / proposals.length).toBeGreaterThan(0.09);
      expect(below / proposals.length).toBeLessThan(0.13);
      expect(new Set(proposals.map(p => p.reason.code))).toEqual(new Set(['latency-in-turns']));
      expect(because({ ...reasonOf(proposals.at(-1)), control: 'max_freq', bound: 'max' })).toContain(
        'of waiting: the clock for that lies between 3.60 GHz and 4.00 GHz',
      );
    });

    it('stays at the point above where alternating is left out', () => {
      const proposals = played({ batch: true }, new StrictCapRule(none, false));
      expect(new Set(proposals.map(p => `${p.reason.code} ${p.interval.max}`))).toEqual(new Set(['batch 4000000']));
    });

    it('does not let paced work alternate', () => {
      const codes = played({ batch: true, regular: true }).map(p => p.reason.code);
      expect(new Set(codes)).toEqual(new Set(['batch']));
    });

    it('lifts the cap to look all the same', () => {
      expect(new Set(played({ batch: true, look: true }).map(p => `${p.interval.max} ${p.reason.code}`))).toEqual(
        new Set(['4000000 look']),
      );
    });
  });
});

describe('batch work beside periodic tasks', () => {
  const tasks = { periodic: [], others: 0, longest: 0, taken: 0.2 };

  it('may spend what its share of the CPU leaves of ε: a slower clock leaves it less of the CPU as well', () => {
    const proposed = (features: Partial<DomainFeatures>, seen?: typeof tasks) =>
      new StrictCapRule(none).propose(situation({ features, ...(seen && { tasks: seen }) }))[0]?.reason.facts?.allowed;
    expect(proposed({ batch: true })).toBe(0.05);
    expect(proposed({ batch: true }, tasks)).toBe(0.04);
    expect(proposed({}, tasks)).toBe(proposed({}));
  });
});
