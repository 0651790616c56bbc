/**
 * Reflex: where a promise is in milliseconds, work that is not busy for long starts at an efficient clock, and the helper raises it to the highest one
 * before the start has cost more than D (start-step.ts). It does in milliseconds what no tick can.
 *
 * 1. Only where the machine offers it (`start_max_freq`, `raise_ms`), D > 0, and for work that is no batch. A look at full clock lifts it. Where the
 *    promise is in percent, only paced work (the gate) has a D: what comes on top of it, or comes at a pace and is waited for, is no later than that;
 *    and all work of an application that works almost alone and says which latency it needs (budget/hints.ts).
 *    Where it is not offered, firmware that follows the load by itself is left to it: it climbs within milliseconds, and any floor would cost what it saves.
 * 2. step-choice.ts chooses the step, or leaves the domain to the strict cap.
 * 3. While the reflex is on, the limits after the raise are the highest clock, and pace and strict cap leave the domain alone: each would spend D
 *    again. Pace leaves it alone wherever the promise is in milliseconds: it would take all work for the regular work.
 * 4. Where the kernel's own governor does the raising, the step is told to it instead (kernel-reflex.ts).
 * 5. Where the governor or the firmware picks a clock below the cap, floors equal the caps, whatever the preference: the bound holds at the start's
 *    clock and not below, and so near the cheapest clock a slower start saves nothing.
 */

import { gigahertz } from '../../model/format.js';
import type { Asked } from '../../model/people/asked.js';
import { pacedMost } from '../../model/people/profiles.js';
import type { Saved } from '../../model/saved.js';
import type { PolicyReading } from '../../model/sensing/reading.js';
import { Recurring } from '../../model/sensing/recurring.js';
import { type Policy, policyScope, tickMsOf } from '../../model/topology.js';
import type { ChoiceProposal, Proposal, Reason } from '../arbitration/proposal.js';
import type { Rule, RuleEntry, Sentences, SettledBy, Situation } from '../arbitration/rule.js';
import type { DomainFeatures } from '../features/features.js';
import { clockProposal } from './clock-proposal.js';
import { rampsByItself, takesFloor } from './floor-policy.js';
import { KernelReflex, kernelRaises, kernelReason, kernelSentences, kernelShort, tunablesOf } from './kernel-reflex.js';
import { type KernelStep, kernelStep, mostCareful, noStart } from './kernel-step.js';
import type { Room } from './room.js';
import type { StartStep } from './start-step.js';
import { type KnownPower, StepChoice } from './step-choice.js';

interface Domain {
  readonly choice: StepChoice;
  proposals: readonly Proposal[];
}

export class ReflexRule implements Rule {
  readonly name = 'reflex';
  private readonly power: KnownPower;
  private readonly settled: Map<number, SettledBy>;
  private readonly domains = new Recurring<Domain, number>();
  private readonly kernel = new KernelReflex();

  /** `settled` is told for which policies this rule settles the clock. */
  constructor(power: KnownPower, settled: Map<number, SettledBy>) {
    this.power = power;
    this.settled = settled;
  }

  propose(situation: Situation): readonly Proposal[] {
    const { reading, topology, budget, features, choices, baseline, tasks } = situation;
    const out: Proposal[] = [];
    const raised: KernelRaised[] = [];
    const steps = new Map<string, KernelStep[]>();
    const { slowdown, delay, asked } = budget;
    const tickMs = tickMsOf(topology.sensors);
    this.settled.clear();
    for (let i = 0; i < topology.policies.length; i++) {
      const policy = topology.policies[i];
      const seen = reading.policies[i];
      const known = features[i];
      if (policy === undefined || seen === undefined || known === undefined) continue;
      const scope = policyScope(policy.id);
      const most = delay ?? (slowdown > 0 ? inPercent(known, asked) : 0);
      const on = most > 0 && !known.batch && budget.look !== true;
      const inKernel = kernelRaises(situation, policy, seen);
      if (!inKernel && !choices.has(`${scope}.raise_ms`)) {
        if (!on || delay === undefined || !rampsByItself(seen)) continue;
        this.settled.set(policy.id, 'pace and cap');
        out.push(atTop(policy, false, leftToFirmware));
        continue;
      }
      const domain = this.domains.get(policy.id, newDomain);
      const choice = on
        ? domain.choice.follow(policy, known, this.power, {
            most,
            tickMs,
            slowdown,
            asked,
            tasks,
            interval: reading.interval,
          })
        : 'strict';
      if (on) this.settled.set(policy.id, choice === 'strict' ? 'pace' : 'pace and cap');
      const limit = Number(baseline.get(`${scope}.max_freq`) ?? policy.hw_max);
      if (inKernel) {
        if ((seen.raiseMs ?? 0) > 0) out.push(raise(policy, 0, off));
        const tunables = tunablesOf(choices, policy);
        if (tunables === undefined) {
          this.settled.set(policy.id, 'pace and cap');
          out.push(atTop(policy, !known.nearTrip, soon));
        } else {
          const { room } = domain.choice;
          const step =
            typeof choice === 'string'
              ? noStart
              : kernelStep(policy, startIn(policy, seen, choice), known.top, room.ms, tickMs);
          if (choice === 'full') out.push(atTop(policy, false, learning));
          steps.set(tunables, [...(steps.get(tunables) ?? []), step]);
          raised.push({
            domain,
            policy,
            tunables,
            terms: { most: limit, top: known.top, tickMs },
            starts: typeof choice !== 'string',
          });
        }
        continue;
      }
      const floor = takesFloor(seen, known) || (rampsByItself(seen) && !known.nearTrip);
      if (typeof choice === 'string') {
        domain.proposals = (seen.raiseMs ?? 0) > 0 ? [raise(policy, 0, off)] : [];
        if (choice === 'full') out.push(atTop(policy, floor, learning));
      } else {
        domain.proposals = begun(domain, policy, choice, floor, limit, most, asked?.words);
      }
      out.push(...domain.proposals);
    }
    for (const { domain, policy, tunables, terms, starts } of raised) {
      if (!starts) continue;
      const step = mostCareful(steps.get(tunables) ?? []);
      domain.proposals = openLimits(
        domain.proposals,
        policy,
        kernelReason(step, policy, { ...terms, asked: asked?.words }),
      );
      out.push(...domain.proposals);
    }
    out.push(...this.kernel.propose(situation, steps));
    return out;
  }

  save() {
    const domains = this.domains.save(({ choice, proposals }) => {
      return { choice: choice.save(), proposals };
    });
    return { domains, kernel: this.kernel.save() };
  }

  restore({ domains, kernel }: Saved<ReflexRule>): void {
    this.kernel.restore(kernel);
    this.domains.restore(domains, ({ choice, proposals }) => {
      const domain = newDomain();
      domain.choice.restore(choice);
      domain.proposals = proposals;
      return domain;
    });
  }
}

/** A domain whose work the kernel raises. */
interface KernelRaised {
  readonly domain: Domain;
  readonly policy: Policy;
  /** Scope of its tunables. */
  readonly tunables: string;
  readonly terms: { readonly most: number; readonly top: number; readonly tickMs: number };
  /** Whether it has a start step. */
  readonly starts: boolean;
}

const newDomain = (): Domain => ({ choice: new StepChoice(), proposals: [] });

const off: Reason = { rule: 'reflex', code: 'off' };
const leftToFirmware: Reason = { rule: 'reflex', code: 'firmware' };
const learning: Reason = { rule: 'reflex', code: 'learning' };

const soon: Reason = { rule: 'reflex', code: 'kernel-soon' };

/** Where nobody counts how old stretches get, no step is known to save most: work starts as the module has it start by itself. */
const usualShare = 0.75;
const startIn = ({ hw_max }: Policy, { young }: PolicyReading, { khz }: StartStep): number =>
  young === undefined ? usualShare * hw_max : khz;

/** D where the promise is in percent, ms. */
function inPercent({ regular }: DomainFeatures, asked: Asked | undefined): number {
  const latency = asked?.latency;
  return regular || latency?.alone === true ? Math.min(pacedMost, latency?.ms ?? pacedMost) : 0;
}

const codeOf = ({ by }: Room): string => (by === 'stretches' ? 'start' : `start-${by}`);

/** What a step asks for; `last` where that says the same. `ceiling`: kHz that the machine was found with. */
function begun(
  { proposals: last, choice: { room } }: Domain,
  policy: Policy,
  { khz, raiseMs, later }: StartStep,
  floor: boolean,
  ceiling: number,
  most: number,
  asked: string | undefined,
): readonly Proposal[] {
  const max = Math.min(khz, ceiling);
  const min = floor ? max : Number.NEGATIVE_INFINITY;
  const [start, age] = last;
  const code = asked === undefined ? codeOf(room) : `${codeOf(room)}:asked`;
  const same = start?.kind === 'interval' && start.interval.min === min && start.interval.max === max;
  const saysSame = start?.reason.code === code && start.reason.facts?.asked === asked;
  if (same && saysSame && age?.kind === 'choice' && age.choice === raiseMs) return last;
  const facts = {
    start_khz: max,
    raise_ms: raiseMs,
    later_ms: Math.round(later * 10) / 10,
    promised_ms: most,
    ...(room.period !== undefined && { period_ms: Math.round(room.period * 10) / 10 }),
    ...(asked !== undefined && { asked }),
  };
  const reason: Reason = { rule: 'reflex', code, facts };
  return [
    {
      kind: 'interval',
      scope: policyScope(policy.id),
      control: 'start',
      priority: 'governor',
      interval: { min, max },
      reason,
    },
    raise(policy, raiseMs, reason),
    atTop(policy, floor, { ...reason, code: 'raised' }),
  ];
}

/** Open limits; `last` where that says the same. */
const openLimits = (last: readonly Proposal[], policy: Policy, reason: Reason): readonly Proposal[] =>
  last.length === 1 &&
  last[0]?.control === 'freq' &&
  last[0].reason.code === reason.code &&
  last[0].reason.facts?.asked === reason.facts?.asked
    ? last
    : [atTop(policy, false, reason)];

const atTop = (policy: Policy, floor: boolean, reason: Reason): Proposal =>
  clockProposal(policy, floor ? policy.hw_max : Number.NEGATIVE_INFINITY, policy.hw_max, reason);

const raise = ({ id }: Policy, choice: number, reason: Reason): ChoiceProposal => ({
  kind: 'choice',
  scope: policyScope(id),
  control: 'raise_ms',
  priority: 'governor',
  choice,
  reason,
});

type Facts = Parameters<Sentences[string]>[0];

const startWords = ({ start_khz, raise_ms, later_ms, asked }: Facts): string =>
  `work starts at ${gigahertz(start_khz)} and gets the full clock before it is busy for ${raise_ms} ms, which holds it up by at most ${later_ms} ms${asked === undefined ? '' : ` (${asked})`}`;

const shortStart: Sentences[string] = ({ later_ms }) => `delays no work by more than ${later_ms} ms`;

const sentences: Sentences = {
  start: startWords,
  'start-period': facts => `${startWords(facts)}: the task that comes each ${facts.period_ms} ms can wait for that`,
  'start-turns': facts => `${startWords(facts)}, and twice that where tasks take turns on a CPU`,
  raised: ({ raise_ms }) => `what is busy for ${raise_ms} ms gets the full clock`,
  firmware: () => 'its firmware raises the clock by itself within milliseconds',
  learning: () => 'what it draws at full clock is being learned',
  off: () => 'its work is not slowed at its start any more',
  ...kernelSentences,
};

const short: Sentences = {
  start: shortStart,
  'start-period': shortStart,
  'start-turns': ({ later_ms }) => `delays work by at most ${later_ms} ms, twice that on a CPU that tasks share`,
  raised: () => 'the full clock for what takes long',
  firmware: () => 'the firmware raises the clock by itself',
  learning: () => 'learning what the full clock draws',
  off: () => 'starts as it goes on',
  ...kernelShort,
};

export const reflexRule: RuleEntry = {
  name: 'reflex',
  sentences,
  short,
  create: ({ power, settled }) => new ReflexRule(power, settled),
};
