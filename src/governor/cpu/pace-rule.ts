/**
 * Pace: work that arrives at its own pace only has to be done before the next piece arrives.
 *
 * 1. While the gate is open (regularity-gate.ts) follow the demand x = busy·f/top of each tick: μ is its 50 ms EMA, σ is how far a tick strays from
 *    the μ before it (root mean square over 4 s). THEORY takes σ of μ itself; but μ follows a slow drift, which needs no margin: that costs 20 points
 *    of saving on frames (bench:governors).
 * 2. Cap at top·max(1.12 μ, 1.05 μ + 6 σ); the strict cap still holds, since the bounds of rules meet.
 * 3. If busy is above 90 %, the cap cuts off the demand, so the demand is unknown (censored): raise the cap by a quarter of the range per tick.
 * 4. Where the governor or the firmware follows utilisation (floor-policy.ts) the floor equals the cap: a cap above a clock that undershoots cannot
 *    repair a missed frame. There is no floor within 5 °C of a trip. When the gate closes, cap and floor are dropped in that same tick.
 * 5. The cap rises at once, and falls when a lower cap was wanted for 0.5 s; changes of less than 5 % of the range are not written.
 */

import { gigahertz } from '../../model/format.js';
import { quantiseNear } from '../../model/operating-point.js';
import type { Saved } from '../../model/saved.js';
import type { PolicyReading } from '../../model/sensing/reading.js';
import { Recurring } from '../../model/sensing/recurring.js';
import type { Policy } from '../../model/topology.js';
import type { IntervalProposal, Proposal } from '../arbitration/proposal.js';
import type { Rule, RuleEntry, Sentences, SettledBy, Situation } from '../arbitration/rule.js';
import type { DomainFeatures } from '../features/features.js';
import { clockProposal, saysSame } from './clock-proposal.js';
import { Demand } from './demand.js';
import { takesFloor } from './floor-policy.js';
import { Hysteresis } from './hysteresis.js';

const censoredAbove = 0.9;
const lowerAfterSeconds = 0.5;
/** Share of the range: the margin over the demand is many times this. */
const slack = 0.05;

interface Domain {
  readonly demand: Demand;
  readonly hysteresis: Hysteresis;
  proposal: IntervalProposal | undefined;
}

export class PaceRule implements Rule {
  readonly name = 'pace';
  private readonly settled: ReadonlyMap<number, SettledBy>;
  private readonly domains = new Recurring<Domain, number>();

  /** `settled`: policies that are not this rule's. */
  constructor(settled: ReadonlyMap<number, SettledBy> = new Map()) {
    this.settled = settled;
  }

  propose({ reading, topology, budget, features }: Situation): readonly Proposal[] {
    const out: Proposal[] = [];
    for (let i = 0; i < topology.policies.length; i++) {
      const policy = topology.policies[i];
      const seen = reading.policies[i];
      const known = features[i];
      if (policy === undefined || seen === undefined || known === undefined) continue;
      const proposal = this.pace(policy, seen, known, reading.interval);
      if (proposal !== undefined && budget.slowdown > 0 && !this.settled.has(policy.id)) out.push(proposal);
    }
    return out;
  }

  save() {
    return this.domains.save(({ demand, hysteresis, proposal }) => {
      return { demand: demand.save(), hysteresis: hysteresis.save(), proposal };
    });
  }

  restore(saved: Saved<PaceRule>): void {
    this.domains.restore(saved, ({ demand, hysteresis, proposal }) => {
      const domain = newDomain();
      domain.demand.restore(demand);
      domain.hysteresis.restore(hysteresis);
      domain.proposal = proposal;
      return domain;
    });
  }

  private pace(policy: Policy, seen: PolicyReading, f: DomainFeatures, interval: number): Proposal | undefined {
    const domain = this.domains.get(policy.id, newDomain);
    if (f.demand !== undefined && interval > 0) domain.demand.push(f.demand, interval);
    if (!f.regular) {
      domain.hysteresis.reset();
      domain.proposal = undefined;
      return undefined;
    }
    const { mean, deviation } = domain.demand;
    const censored = (f.busy ?? 1) > censoredAbove;
    const now = domain.proposal?.interval.max ?? policy.hw_max;
    const called = f.top * domain.demand.called;
    const wanted = censored ? Math.max(called, now + (policy.hw_max - policy.hw_min) / 4) : called;
    const cap = domain.hysteresis.follow(quantiseNear(policy, wanted, domain.proposal?.interval.max, slack), interval);
    const code = censored ? 'censored' : 'regular';
    const min = takesFloor(seen, f) ? cap : Number.NEGATIVE_INFINITY;
    const last = domain.proposal;
    if (last !== undefined && saysSame(last, min, cap, code)) return last;
    const facts = {
      bunching: Math.round((f.bunching ?? 0) * 100) / 100,
      demand_khz: Math.round(mean * f.top),
      spread_khz: Math.round(deviation * f.top),
    };
    domain.proposal = clockProposal(policy, min, cap, { rule: this.name, code, facts });
    return domain.proposal;
  }
}

const newDomain = (): Domain => ({
  demand: new Demand(),
  hysteresis: new Hysteresis(lowerAfterSeconds),
  proposal: undefined,
});

const sentences: Sentences = {
  regular: ({ demand_khz, bunching }) =>
    `its work comes at a pace of its own (bunching ${bunching}) and needs ${gigahertz(demand_khz)} on average`,
  censored: () => 'its paced work keeps it busy, so what it needs is unknown and the cap is being raised',
};

const short: Sentences = {
  regular: () => 'its regular work is done in time at that',
  censored: () => 'finding out how much clock its regular work needs',
};

export const paceRule: RuleEntry = { name: 'pace', sentences, short, create: ({ settled }) => new PaceRule(settled) };
