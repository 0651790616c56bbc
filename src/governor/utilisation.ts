/**
 * Utilisation: cap each frequency domain a margin above what its busiest CPU has lately needed.
 *
 * 1. Demand x = busy · f / f_max, the share of the best speed that was used (utilisation invariant of frequency, as schedutil's).
 * 2. Remember the peak of x, decaying with a time constant of 2 s.
 * 3. Cap at 1.25 · peak · f_max (schedutil's headroom), never below half of the range.
 * 4. Busy above 90 % means that demand is unknown (it is cut off by the cap): raise the cap by a quarter of the range a tick.
 * 5. Raise at once; lower only when the cap would fall by more than a step for a second.
 * A slowdown budget of 0 (performance) means no cap.
 */
import type { PolicyReading } from '../model/reading.js';
import { type Policy, policyScope } from '../model/topology.js';
import type { Proposal } from './proposal.js';
import { quantiseUp } from './quantise.js';
import type { Rule, Sentences, Situation } from './rule.js';

const headroom = 1.25;
const peakSeconds = 2;
const lowerAfterSeconds = 1;
const censoredAbove = 0.9;
const floorShare = 0.5;

interface Domain {
  peak: number;
  cap: number;
  /** Seconds for which a lower cap was called for. */
  lowFor: number;
  /** Seconds for which it is known. */
  age: number;
  proposal: Proposal | undefined;
}

export class UtilisationRule implements Rule {
  readonly name = 'utilisation';
  private readonly domains = new Map<number, Domain>();

  propose({ reading, topology, budget }: Situation): readonly Proposal[] {
    if (budget.slowdown === 0) {
      this.domains.clear();
      return [];
    }
    const out: Proposal[] = [];
    for (let i = 0; i < topology.policies.length; i++) {
      const policy = topology.policies[i];
      const seen = reading.policies[i];
      if (policy === undefined || seen === undefined) continue;
      const proposal = this.cap(policy, seen, reading.interval);
      if (proposal !== undefined) out.push(proposal);
    }
    return out;
  }

  private cap(policy: Policy, { busy, frequency }: PolicyReading, interval: number): Proposal | undefined {
    const known = this.domains.get(policy.id);
    if (busy === undefined || frequency === undefined || interval <= 0) return known?.proposal;
    const domain = known ?? { peak: 0, cap: policy.hw_max, lowFor: 0, age: 0, proposal: undefined };
    if (known === undefined) this.domains.set(policy.id, domain);

    const demand = busy * Math.min(1, frequency / policy.hw_max);
    domain.peak = Math.max(demand, domain.peak * Math.exp(-interval / peakSeconds));
    const range = policy.hw_max - policy.hw_min;
    const floor = policy.hw_min + floorShare * range;
    const censored = busy > censoredAbove && frequency > 0.9 * domain.cap;
    const wanted = censored ? domain.cap + range / 4 : headroom * domain.peak * policy.hw_max;
    const cap = quantiseUp(policy, Math.min(policy.hw_max, Math.max(floor, wanted)));
    const full = cap >= policy.hw_max;
    const code = censored
      ? full
        ? 'saturated'
        : 'censored'
      : full
        ? 'uncapped'
        : wanted < floor
          ? 'floor'
          : 'headroom';

    if (domain.proposal === undefined) {
      domain.proposal = this.proposal(policy, policy.hw_max, 'starting', domain.peak);
      return domain.proposal;
    }
    domain.lowFor = cap < domain.cap ? domain.lowFor + interval : 0;
    domain.age += interval;
    const learned = domain.proposal.reason.code === 'starting' && domain.age > lowerAfterSeconds;
    if (cap > domain.cap || domain.lowFor > lowerAfterSeconds || learned) {
      domain.lowFor = 0;
      domain.cap = cap;
      domain.proposal = this.proposal(policy, cap, code, domain.peak);
    }
    return domain.proposal;
  }

  private proposal(policy: Policy, cap: number, code: string, peak: number): Proposal {
    const facts = {
      cap_khz: cap,
      demand: Math.round(peak * 1000) / 1000,
      demand_khz: Math.round(peak * policy.hw_max),
    };
    const interval = { min: Number.NEGATIVE_INFINITY, max: cap };
    return {
      kind: 'interval',
      scope: policyScope(policy.id),
      control: 'freq',
      priority: 'governor',
      interval,
      reason: { rule: this.name, code, facts },
    };
  }
}

const gigahertz = (khz: number | string | undefined): string => `${(Number(khz) / 1e6).toFixed(2)} GHz`;

export const utilisationSentences: Sentences = {
  headroom: ({ demand_khz }) =>
    `its busiest CPU lately needed ${gigahertz(demand_khz)}, and a quarter is added as headroom`,
  starting: () => 'what its CPUs need is not known yet',
  floor: ({ demand_khz }) =>
    `its busiest CPU lately needed no more than ${gigahertz(demand_khz)}, and half of the range is always left`,
  censored: () => 'its busiest CPU is busy all the time, so its need is unknown and the cap is being raised',
  saturated: () => 'its busiest CPU is busy all the time, so it may have all there is',
  uncapped: ({ demand_khz }) => `its busiest CPU lately needed ${gigahertz(demand_khz)}, which leaves nothing to cut`,
};
