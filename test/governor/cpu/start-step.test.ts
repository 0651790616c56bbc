import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stepAt, steps, type Terms } from '../../../src/governor/cpu/start-step.js';
import { dilation } from '../../../src/governor/features/dilation.js';
import type { DomainFeatures } from '../../../src/governor/features/features.js';
import { policy, situation } from '../situation.js';
import { learned } from '../stretches.js';

/** A run costs as much as the square of its clock. */
const square: Terms['cost'] = ({ hw_max }, khz) => (khz / hw_max) ** 2;
const terms: Terms = { most: 4, tickMs: 4, cost: square };

function features(named: Partial<DomainFeatures> = {}): DomainFeatures {
  const [f] = situation({ features: named }).features;
  if (f === undefined) throw new Error('a situation has one domain');
  return f;
}

/** Work in ms at top, its own compute share, and the time since the job before came, ms. */
interface Job {
  readonly work: number;
  readonly beta: number;
  readonly after: number;
}

/** How much later each job is done than at top, ms, where stretches run at the share `x` of it up to `age` ms. */
function lateness(jobs: readonly Job[], x: number, age: number): number[] {
  const breakMs = 1;
  let now = 0;
  let slow = Number.NEGATIVE_INFINITY;
  let fast = Number.NEGATIVE_INFINITY;
  let busy = 0;
  return jobs.map(({ work, beta, after }) => {
    now += after;
    if (now - slow >= breakMs) busy = 0;
    const slower = dilation(beta, x);
    const young = Math.min(work, Math.max(0, age - busy) / slower);
    const took = young * slower + work - young;
    busy += took;
    slow = Math.max(now, slow) + took;
    fast = Math.max(now, fast) + work;
    return slow - fast;
  });
}

const share = fc.double({ min: 0, max: 1, noNaN: true });
const khz = fc.double({ min: policy.hw_min, max: policy.hw_max - 1, noNaN: true });
const most = fc.double({ min: 0.5, max: 100, noNaN: true });

describe('a start step', () => {
  it('keeps every job of any arrivals and any lengths within what it says, and that within D', () => {
    const job = fc.record({
      // Bursts, and breaks around the one that ends a stretch.
      after: fc.oneof(
        fc.constant(0),
        fc.double({ min: 0, max: 3, noNaN: true }),
        fc.double({ min: 0, max: 200, noNaN: true }),
      ),
      work: fc.oneof(fc.double({ min: 0.01, max: 5, noNaN: true }), fc.double({ min: 0.01, max: 400, noNaN: true })),
      beta: share,
    });
    const reaction = 0.4;
    fc.assert(
      fc.property(fc.array(job, { minLength: 1, maxLength: 40 }), khz, share, most, (jobs, at, mostComputeShare, d) => {
        const step = stepAt(policy, features({ mostComputeShare }), at, { ...terms, most: d });
        if (step === undefined) return;
        expect(step.later).toBeLessThanOrEqual(d + 1e-9);
        const bounded = jobs.map(j => ({ ...j, beta: Math.min(j.beta, mostComputeShare) }));
        const late = lateness(bounded, at / policy.hw_max, step.raiseMs + reaction);
        expect(Math.max(...late)).toBeLessThanOrEqual(step.later + 1e-6);
        expect(Math.min(...late)).toBeGreaterThanOrEqual(-1e-6);
      }),
    );
  });

  it('promises no more than needed: a long job of the most computing kind is as late as it says', () => {
    fc.assert(
      fc.property(khz, fc.double({ min: 0.05, max: 1, noNaN: true }), most, (at, mostComputeShare, d) => {
        const step = stepAt(policy, features({ mostComputeShare }), at, { ...terms, most: d });
        if (step === undefined) return;
        const [late] = lateness(
          [{ after: 0, work: 5000, beta: mostComputeShare }],
          at / policy.hw_max,
          step.raiseMs + 0.4,
        );
        expect(late).toBeCloseTo(step.later, 6);
      }),
    );
  });

  it('is raised at a whole age of a tick to 1 s, the last one that keeps D', () => {
    const tick = fc.constantFrom(1, 10 / 3, 4, 10);
    fc.assert(
      fc.property(khz, share, most, tick, (at, mostComputeShare, d, tickMs) => {
        const step = stepAt(policy, features({ mostComputeShare }), at, { ...terms, tickMs, most: d });
        if (step === undefined) return;
        expect(Number.isInteger(step.raiseMs)).toBe(true);
        expect(step.raiseMs).toBeGreaterThanOrEqual(tickMs);
        expect(step.raiseMs).toBeLessThanOrEqual(1000);
        const perMs = step.later / (step.raiseMs + 0.4);
        if (step.raiseMs < 1000) expect(step.later + perMs).toBeGreaterThan(d);
      }),
    );
  });

  it('at half the clock gives D = 4 ms back at 7 ms of age, half a ms of which is for the helper to react', () => {
    expect(stepAt(policy, features(), 2_000_000, terms)).toMatchObject({ raiseMs: 7, later: expect.closeTo(3.7, 9) });
  });

  it('is none where it is as fast as top, or over before it begins', () => {
    expect(stepAt(policy, features(), policy.hw_max, terms)).toBeUndefined();
    expect(stepAt(policy, features({ top: 3_000_000 }), 3_200_000, terms)).toBeUndefined();
    expect(stepAt(policy, features({ mostComputeShare: 0, computeShare: 0 }), 2_000_000, terms)).toBeUndefined();
    expect(stepAt(policy, features(), 800_000, { ...terms, tickMs: 1, most: 1 })).toBeUndefined();
    expect(stepAt(policy, features(), 800_000, { ...terms, tickMs: 1, most: 1.2 })).toMatchObject({ raiseMs: 1 });
  });

  it('is none below a tick of the scheduler, which may see no younger stretch', () => {
    const most = (raiseMs: number) => (raiseMs + 0.4) / 2 + 1e-9;
    expect(stepAt(policy, features(), 2_000_000, { ...terms, most: most(3) })).toBeUndefined();
    expect(stepAt(policy, features(), 2_000_000, { ...terms, most: most(4) })).toMatchObject({ raiseMs: 4 });
    expect(stepAt(policy, features(), 2_000_000, { ...terms, most: most(4), tickMs: 10 })).toBeUndefined();
  });

  it('is bounded by the most computing work, though the usual work waits', () => {
    const usual = stepAt(policy, features({ computeShare: 0.2, mostComputeShare: 0.2 }), 2_000_000, terms);
    const mixed = stepAt(policy, features({ computeShare: 0.2, mostComputeShare: 1 }), 2_000_000, terms);
    expect(usual?.raiseMs).toBeGreaterThan(20);
    expect(mixed?.raiseMs).toBe(7);
  });
});

describe('its cost as a share of that at top', () => {
  it('is that of its clock where all work is done before the raise', () => {
    expect(stepAt(policy, features({ stretches: learned([1]) }), 2_000_000, terms)?.cost).toBeCloseTo(0.25, 9);
  });

  it('is that of top for what comes after the raise, and the helper’s own work for each raise', () => {
    // At half the clock and raised at 7 ms: 3.5 of each 500 ms of work are done by then.
    const { cost = 0 } = stepAt(policy, features({ stretches: learned([500]) }), 2_000_000, terms) ?? {};
    const early = 3.5 / 500;
    expect(cost).toBeCloseTo(early * 0.25 + 1 - early + 2 * 150e-6, 9);
  });

  it('is the same for each tick that is no longer than the age', () => {
    const cost = (tickMs: number) =>
      stepAt(policy, features({ stretches: learned([500]) }), 2_000_000, { ...terms, tickMs })?.cost;
    expect(cost(1)).toBe(cost(7));
    expect(cost(10)).toBeUndefined();
  });
});

describe('all steps', () => {
  it('are the points of the table from the lowest up to below top, but not one that stands for turbo', () => {
    const table = { ...policy, frequencies: [800_000, 1_600_000, 2_400_000, 3_999_000, 4_000_000] };
    expect(steps(table, features(), 1_000_000, terms).map(s => s.khz)).toEqual([1_600_000, 2_400_000, 3_999_000]);
    expect(steps(table, features({ top: 2_400_000 }), 0, terms).map(s => s.khz)).toEqual([800_000, 1_600_000]);
  });

  it('are 32 of the range where there is no table', () => {
    const all = steps(policy, features(), 0, terms).map(s => s.khz);
    expect(all).toHaveLength(32);
    expect([all[0], all[1], all[31]]).toEqual([800_000, 900_000, 3_900_000]);
  });

  it('are none from top up', () => {
    expect(steps(policy, features(), policy.hw_max, terms)).toEqual([]);
  });
});
