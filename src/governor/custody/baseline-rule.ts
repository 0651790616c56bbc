/**
 * Baseline: the settings that the machine had before we came are the widest limits that we use on our own.
 *
 * 1. For each frequency domain take the limits that a restore would write.
 * 2. Propose them at the lowest priority, so that only a user's override can lift them.
 */
import type { Nothing } from '../../model/saved.js';
import { policyScope } from '../../model/topology.js';
import type { Proposal } from '../arbitration/proposal.js';
import type { Rule, RuleEntry, Sentences, Situation } from '../arbitration/rule.js';

export class BaselineRule implements Rule {
  readonly name = 'baseline';
  private made: { readonly from: Situation['baseline']; readonly proposals: readonly Proposal[] } | undefined;

  propose({ topology, baseline }: Situation): readonly Proposal[] {
    if (this.made?.from !== baseline) {
      this.made = { from: baseline, proposals: topology.policies.flatMap(p => this.limits(p, baseline)) };
    }
    return this.made.proposals;
  }

  save(): Nothing {
    return null;
  }

  restore(): void {
    this.made = undefined;
  }

  private limits(p: Situation['topology']['policies'][number], baseline: Situation['baseline']): Proposal[] {
    const scope = policyScope(p.id);
    const min = baseline.get(`${scope}.min_freq`);
    const max = baseline.get(`${scope}.max_freq`);
    const interval = { min: typeof min === 'number' ? min : p.hw_min, max: typeof max === 'number' ? max : p.hw_max };
    return [
      {
        kind: 'interval',
        scope,
        control: 'freq',
        priority: 'governor',
        interval,
        reason: { rule: this.name, code: 'as-found' },
      },
    ];
  }
}

const sentences: Sentences = {
  'as-found': () => 'that is how the machine was set before the daemon started',
};

const short: Sentences = {
  'as-found': () => 'as it was before the daemon started',
};

export const baselineRule: RuleEntry = { name: 'baseline', sentences, short, create: () => new BaselineRule() };
