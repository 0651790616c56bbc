import { describe, expect, it } from 'vitest';
import { Arbiter, type RangeOf } from '../../../src/governor/arbitration/arbiter.js';
import { DecisionMaker } from '../../../src/governor/arbitration/decision.js';
import type { IntervalProposal, Proposal } from '../../../src/governor/arbitration/proposal.js';

const arbitrate = (proposals: readonly Proposal[], of: RangeOf) => new Arbiter(of).arbitrate(proposals);
const range = () => ({ min: 800, max: 4000 });
const cap = (max: number, code: string, temperature_c: number): IntervalProposal => ({
  kind: 'interval',
  scope: 'policy0',
  control: 'freq',
  priority: 'safety',
  interval: { min: Number.NEGATIVE_INFINITY, max },
  reason: { rule: 'thermal', code, facts: { temperature_c } },
});

describe('DecisionMaker', () => {
  it('names the controls that the kernel has, with the reason of each edge', () => {
    const [decision] = new DecisionMaker().decide(arbitrate([cap(2000, 'near-trip', 80)], range));
    expect(decision).toEqual({
      scope: 'policy0',
      limits: { min_freq: 800, max_freq: 2000 },
      controls: [
        ['policy0.min_freq', 800, false],
        ['policy0.max_freq', 2000, true],
      ],
      reasons: [
        {
          control: 'max_freq',
          bound: 'max',
          priority: 'safety',
          rule: 'thermal',
          code: 'near-trip',
          facts: { temperature_c: 80 },
        },
      ],
    });
  });

  it('stays the same object while only the facts of a reason move', () => {
    const maker = new DecisionMaker();
    const [first] = maker.decide(arbitrate([cap(2000, 'near-trip', 80)], range));
    const [second] = maker.decide(arbitrate([cap(2000, 'near-trip', 81)], range));
    expect(second).toBe(first);
  });

  it('becomes a new one when a limit or the sentence behind it changes', () => {
    const maker = new DecisionMaker();
    const [first] = maker.decide(arbitrate([cap(2000, 'near-trip', 80)], range));
    const [lower] = maker.decide(arbitrate([cap(1900, 'near-trip', 80)], range));
    const [other] = maker.decide(arbitrate([cap(1900, 'another', 80)], range));
    expect(lower).not.toBe(first);
    expect(other).not.toBe(lower);
    expect(other?.reasons[0]?.code).toBe('another');
  });
});
