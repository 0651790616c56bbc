/**
 * Standing cap: the highest clock that the configuration allows now (standing-orders.ts), for every frequency domain.
 *
 * It has the priority of the profile: an override lifts it, and what the governor wants stays below it. A cap above or below what a domain
 * can do is its own edge.
 */

import { gigahertz } from '../../model/format.js';
import { quantiseDown } from '../../model/operating-point.js';
import type { Nothing } from '../../model/saved.js';
import { policyScope } from '../../model/topology.js';
import type { Proposal } from '../arbitration/proposal.js';
import type { Rule, RuleEntry, Sentences, Situation } from '../arbitration/rule.js';

export class StandingCapRule implements Rule {
  readonly name = 'configuration';
  private made:
    | { readonly cap: object; readonly topology: Situation['topology']; readonly proposals: readonly Proposal[] }
    | undefined;

  propose({ cap, topology }: Situation): readonly Proposal[] {
    if (cap === undefined) return [];
    if (this.made?.cap !== cap || this.made.topology !== topology) {
      const { max, when } = cap;
      const reason = { rule: this.name, code: `cap:${when}`, facts: { max_khz: max, when } };
      const proposals = topology.policies.map(policy => ({
        kind: 'interval' as const,
        scope: policyScope(policy.id),
        control: 'freq',
        priority: 'profile' as const,
        // A cap is rounded to a table where the driver has one; elsewhere the kernel takes any frequency.
        interval: {
          min: Number.NEGATIVE_INFINITY,
          max: policy.frequencies.length > 0 ? quantiseDown(policy, max) : max,
        },
        reason,
      }));
      this.made = { cap, topology, proposals };
    }
    return this.made.proposals;
  }

  save(): Nothing {
    return null;
  }

  restore(): void {
    this.made = undefined;
  }
}

const sentences: Sentences = {
  cap: ({ max_khz, when }) => `the configuration allows ${gigahertz(max_khz)} ${when}`,
};

export const standingCapRule: RuleEntry = { name: 'configuration', sentences, create: () => new StandingCapRule() };
