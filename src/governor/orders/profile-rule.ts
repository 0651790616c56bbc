/**
 * Profile: the user's standing request, turned into the firmware's energy performance preference (EPP).
 *
 * 1. Take the budget of the profile on the power source in use (profiles.ts).
 * 2. For each frequency domain that offers EPP, propose the budget's word, or the nearest one that the driver knows.
 *
 * The slowdown budget ε itself is not a bound: the governor's rules spend it.
 */
import type { Nothing } from '../../model/saved.js';
import { policyScope } from '../../model/topology.js';
import type { Proposal } from '../arbitration/proposal.js';
import type { Rule, RuleEntry, Sentences, Situation } from '../arbitration/rule.js';

/** From least to most performance; a driver without one of the words takes the next more performant one. */
const ladder = ['power', 'balance_power', 'balance_performance', 'performance'];

export class ProfileRule implements Rule {
  readonly name = 'profile';
  private made:
    | { readonly key: string; readonly choices: Situation['choices']; readonly proposals: readonly Proposal[] }
    | undefined;

  propose({ reading, topology, profile, budget, choices }: Situation): readonly Proposal[] {
    const key = `${profile}/${reading.onMains}/${budget.epp}`;
    if (this.made?.key !== key || this.made.choices !== choices) {
      const facts = { profile, source: reading.onMains ? 'mains' : 'battery' };
      const proposals = topology.policies.flatMap((p): Proposal[] => {
        const scope = policyScope(p.id);
        const offered = choices.get(`${scope}.epp`) ?? [];
        const choice = offered.length === 0 ? undefined : nearest(budget.epp, offered);
        if (choice === undefined) return [];
        return [
          {
            kind: 'choice',
            scope,
            control: 'epp',
            priority: 'profile',
            choice,
            reason: { rule: this.name, code: 'epp', facts },
          },
        ];
      });
      this.made = { key, choices, proposals };
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

/** The wanted word, or the nearest above it that is offered; undefined if there is no EPP. */
function nearest(wanted: string, offered: readonly string[]): string | undefined {
  const found = ladder.slice(ladder.indexOf(wanted)).find(word => offered.includes(word));
  // Under the performance governor a driver may offer only `performance`: nobody asked for that.
  return found === 'performance' && wanted !== 'performance' ? wanted : found;
}

const sentences: Sentences = {
  epp: ({ profile, source }) => `the profile is ${profile} and the machine runs on ${source}`,
};

export const profileRule: RuleEntry = { name: 'profile', sentences, create: () => new ProfileRule() };
