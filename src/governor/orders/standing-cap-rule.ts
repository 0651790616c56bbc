/**
 * Standing cap: the highest clock that the configuration allows now (standing-orders.ts), for every frequency domain.
 *
 * It has the priority of the profile: an override lifts it, and the governor's bounds stay below it. A cap outside a domain's range is clamped to the
 * range.
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
        // A cap is rounded to a table if the driver has one; otherwise the kernel accepts any frequency.
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

const short: Sentences = {
  cap: ({ when }) => `the configuration says so ${when}`,
};

export const standingCapRule: RuleEntry = {
  name: 'configuration',
  sentences,
  short,
  create: () => new StandingCapRule(),
};
