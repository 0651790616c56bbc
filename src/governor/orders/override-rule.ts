/**
 * Override: what a person asked for, for a limited time; stronger than profile and governor, weaker than safety.
 *
 * 1. A bound on the clock is proposed for each frequency domain that the override applies to, on one side alone if only one was named. Where the
 *    driver has a table, a maximum is rounded down to it and a minimum up.
 * 2. A highest clock is proposed for each GPU whose clock can be set, rounded down to a clock that it supports.
 * 3. A word (EPP, governor) or boost is proposed where the machine offers it.
 * 4. No rule sets a governor or boost by itself. So when an override of such a control ends, its baseline is proposed for at least 2 s (a write may
 *    still be on its way) and until it reads so.
 */

import { controlName } from '../../model/control-names.js';
import { type Gpu, gpuScope } from '../../model/gpu.js';
import { quantiseDown, quantiseUp } from '../../model/operating-point.js';
import type { Override } from '../../model/people/requests.js';
import type { Saved } from '../../model/saved.js';
import type { ControlValue } from '../../model/signals.js';
import { type Policy, policyScope } from '../../model/topology.js';
import type { ChoiceProposal, IntervalProposal, Proposal, Reason } from '../arbitration/proposal.js';
import type { Rule, RuleEntry, Sentences, Situation } from '../arbitration/rule.js';
import { selectPolicies } from './cpu-selection.js';

const returnNs = 2e9;

interface Returning {
  readonly since: number;
  readonly proposal: ChoiceProposal;
}

/** The inputs that proposals were made from. */
interface Made {
  readonly overrides: Situation['overrides'];
  readonly topology: Situation['topology'];
  readonly choices: Situation['choices'];
}

export class OverrideRule implements Rule {
  readonly name = 'override';
  private made: Made | undefined;
  private proposals: readonly Proposal[] = [];
  /** Choices that an override moved and that return to their baseline, by full name. */
  private readonly returning = new Map<string, Returning>();

  propose(situation: Situation): readonly Proposal[] {
    const { overrides, topology, choices } = situation;
    const { made } = this;
    if (made?.overrides !== overrides || made.topology !== topology || made.choices !== choices) {
      const proposals = overrides.flatMap(o => wanted(o, situation));
      this.giveBack(this.proposals, proposals, situation);
      this.made = { overrides, topology, choices };
      this.proposals = proposals;
    }
    const { proposals } = this;
    if (this.returning.size === 0) return proposals;
    this.forgetReturned(situation);
    return [...proposals, ...Array.from(this.returning.values(), r => r.proposal)];
  }

  save() {
    return { proposals: this.proposals, returning: [...this.returning] };
  }

  /** Proposals are built again from the requests of that time; a control that is no longer among them returns to its baseline. */
  restore({ proposals, returning }: Saved<OverrideRule>): void {
    this.made = undefined;
    this.proposals = proposals;
    this.returning.clear();
    for (const [name, back] of returning) this.returning.set(name, back);
  }

  private giveBack(before: readonly Proposal[], now: readonly Proposal[], { baseline, reading }: Situation): void {
    for (const { kind, scope, control } of before) {
      const name = controlName(scope, control);
      const choice = baseline.get(name);
      if (kind !== 'choice' || choice === undefined) continue;
      const proposal = { kind, scope, control, priority: 'governor', choice, reason: back } as const;
      this.returning.set(name, { since: reading.at, proposal });
    }
    for (const { scope, control } of now) this.returning.delete(controlName(scope, control));
  }

  private forgetReturned({ reading }: Situation): void {
    for (const [name, { since, proposal }] of this.returning)
      if (reading.at - since > returnNs && reading.state(name) === proposal.choice) this.returning.delete(name);
  }
}

const back: Reason = { rule: 'override', code: 'over' };

function wanted(override: Override, { topology, choices }: Situation): Proposal[] {
  const { id, who, lasts, min, max, epp, governor, boost, gpuMax, cpus } = override;
  const reason: Reason = { rule: 'override', code: `asked:${id}`, facts: { id, who, lasts } };
  const choose = (scope: string, control: string, choice: ControlValue): ChoiceProposal[] => {
    const offered = choices.get(controlName(scope, control));
    // A control without words is a switch.
    const fits = offered !== undefined && (offered.length === 0 || offered.includes(String(choice)));
    return fits ? [{ kind: 'choice', scope, control, priority: 'override', choice, reason }] : [];
  };
  const boards =
    gpuMax === undefined ? [] : (topology.gpus ?? []).flatMap(gpu => gpuBound(gpu, gpuMax, choices, reason));
  // An override of GPUs alone says nothing about CPUs, and if all selected CPUs went offline with their domain there is nothing to propose.
  const policies = selectPolicies(cpus, topology);
  if (typeof policies === 'string') return boards;
  const out: Proposal[] = boards;
  if (boost !== undefined) out.push(...choose('machine', 'boost', Number(boost)));
  for (const policy of policies) {
    const scope = policyScope(policy.id);
    if (min !== undefined || max !== undefined) out.push(bound(policy, min, max, reason));
    if (epp !== undefined) out.push(...choose(scope, 'epp', epp));
    if (governor !== undefined) out.push(...choose(scope, 'governor', governor));
    if (boost !== undefined) out.push(...choose(scope, 'boost', Number(boost)));
  }
  return out;
}

function bound(policy: Policy, min: number | undefined, max: number | undefined, reason: Reason): IntervalProposal {
  const table = policy.frequencies.length > 0;
  const interval = {
    min: min === undefined ? Number.NEGATIVE_INFINITY : table ? quantiseUp(policy, min) : min,
    max: max === undefined ? Number.POSITIVE_INFINITY : table ? quantiseDown(policy, max) : max,
  };
  return { kind: 'interval', scope: policyScope(policy.id), control: 'freq', priority: 'override', interval, reason };
}

function gpuBound(gpu: Gpu, khz: number, choices: Situation['choices'], reason: Reason): IntervalProposal[] {
  const scope = gpuScope(gpu.id);
  const [least] = gpu.clocks;
  if (least === undefined || !choices.has(`${scope}.max_clock`)) return [];
  const max = gpu.clocks.findLast(clock => clock <= khz) ?? least;
  const interval = { min: Number.NEGATIVE_INFINITY, max };
  return [{ kind: 'interval', scope, control: 'clock', priority: 'override', interval, reason }];
}

const sentences: Sentences = {
  asked: ({ id, who, lasts }) => `${who} asked for it (override ${id}), ${lasts}`,
  over: () => 'an override of it is over and it was so before the daemon started',
};

const short: Sentences = {
  asked: ({ who, lasts }) => `${who} asked for it, ${lasts}`,
  over: () => 'as it was before an override that is over',
};

export const overrideRule: RuleEntry = { name: 'override', sentences, short, create: () => new OverrideRule() };
