/**
 * Profile: the user's standing request, turned into the processor's energy performance preference (EPP), or into its energy bias (EPB) where it has no EPP.
 *
 * 1. Take the budget of the profile on the power source in use (profiles.ts).
 * 2. For each frequency domain that offers EPP, propose the budget's word, or the nearest one that the driver knows.
 * 3. For each CPU that offers EPB, propose the number that the kernel has for that word. The helper offers it only where no EPP governs.
 *
 * The slowdown budget ε itself is not a bound: the governor's rules spend it.
 */
import type { Nothing } from '../../model/saved.js';
import { cpuScope, policyScope } from '../../model/topology.js';
import type { Proposal } from '../arbitration/proposal.js';
import type { Rule, RuleEntry, Sentences, Situation } from '../arbitration/rule.js';

/** From least to most performance; a driver without one of the words takes the next more performant one. */
const ladder = ['power', 'balance_power', 'balance_performance', 'performance'];

/** The kernel's numbers for the hyphened words of energy_perf_bias (arch/x86/kernel/cpu/intel_epb.c), by the words of EPP. */
const biases: Readonly<Record<string, number>> = {
  performance: 0,
  balance_performance: 4,
  default: 6,
  balance_power: 8,
  power: 15,
};

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
      const reason = { rule: this.name, code: 'epb', facts };
      const bias = biases[budget.epp];
      const scopes = topology.cpus.map(cpu => cpuScope(cpu.id)).filter(scope => choices.has(`${scope}.epb`));
      if (bias !== undefined)
        for (const scope of scopes)
          proposals.push({ kind: 'choice', scope, control: 'epb', priority: 'profile', choice: bias, reason });
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

const because: Sentences[string] = ({ profile, source }) =>
  `the profile is ${profile} and the machine runs on ${source}`;
const sentences: Sentences = { epp: because, epb: because };
const inShort: Sentences[string] = ({ profile, source }) => `profile ${profile}, on ${source}`;
const short: Sentences = { epp: inShort, epb: inShort };

export const profileRule: RuleEntry = { name: 'profile', sentences, short, create: () => new ProfileRule() };
