/**
 * Kernel reflex: where the kernel's governor starts and raises work, what it is told; the helper's reflex does nothing there. Only where the configuration
 * says so.
 *
 * 1. Each domain that offers the governor gets it, unless it was found with one that is somebody's request (`powersave`, `userspace`). Orders of people
 *    are stronger, and custody leaves alone what another program sets: then the helper's reflex goes on.
 * 2. Its tunables are there once it is chosen. Until they are, work has the highest clock.
 * 3. From then on each start step is told in its terms (kernel-step.ts). Limits stay open: it chooses the clock within them. What has no start step
 *    (batch work, a promise in percent) is told to begin at the highest clock, and the strict cap holds it as ever.
 * 4. Where this is switched off, what was found is asked for until it is in place: the governor, and its tunables where it was found with them.
 */
import { controlName } from '../../model/control-names.js';
import { gigahertz } from '../../model/format.js';
import { kernelGovernor } from '../../model/kernel-governor.js';
import { wholeMachine } from '../../model/names.js';
import type { Saved, Stateful } from '../../model/saved.js';
import type { PolicyReading } from '../../model/sensing/reading.js';
import type { ControlValue } from '../../model/signals.js';
import { type Policy, policyScope } from '../../model/topology.js';
import type { ChoiceProposal, Proposal, Reason } from '../arbitration/proposal.js';
import type { Sentences, Situation } from '../arbitration/rule.js';
import { boundOf, type KernelStep, mostCareful, startOf } from './kernel-step.js';

/** Steps of the domains that the kernel raises, by the scope of their tunables. */
export type KernelSteps = ReadonlyMap<string, readonly KernelStep[]>;

/** Kernel governors that stand for somebody's request (floor-policy.ts). */
const requests = new Set<ControlValue | undefined>(['powersave', 'userspace']);

/** Scope of the tunables that a policy's governor has; undefined where they are not there. */
export const tunablesOf = (choices: Situation['choices'], { id }: Policy): string | undefined =>
  [policyScope(id), wholeMachine].find(scope => choices.has(controlName(scope, 'young_percent')));

const offers = (choices: Situation['choices'], { id }: Policy): boolean =>
  choices.get(`${policyScope(id)}.governor`)?.includes(kernelGovernor) === true;

/** Whether the kernel raises the work of a policy that lasts, or will as soon as it has been told how. */
export const kernelRaises = ({ kernel, choices }: Situation, policy: Policy, { governor }: PolicyReading): boolean =>
  kernel && governor === kernelGovernor && offers(choices, policy);

export class KernelReflex implements Stateful {
  /** Controls that may hold a value of ours: scope and control. */
  private ours = new Map<string, readonly [scope: string, control: string]>();
  private readonly made = new Map<string, ChoiceProposal>();

  propose(situation: Situation, steps: KernelSteps): Proposal[] {
    const { kernel, topology, choices, baseline } = situation;
    if (!kernel) return this.asFound(situation);
    const out: Proposal[] = [];
    for (const policy of topology.policies) {
      const scope = policyScope(policy.id);
      if (offers(choices, policy) && !requests.has(baseline.get(`${scope}.governor`)))
        out.push(this.wanted(scope, 'governor', kernelGovernor, chosen));
    }
    for (const [scope, all] of steps) {
      const { percent, us } = mostCareful(all);
      for (const kind of ['young', 'pace'])
        out.push(
          this.wanted(scope, `${kind}_percent`, percent, told),
          this.wanted(scope, `${kind}_us`, percent >= 100 ? 0 : us, told),
        );
    }
    return out;
  }

  save() {
    return [...this.ours.values()];
  }

  restore(saved: Saved<KernelReflex>): void {
    this.ours = new Map(saved.map(([scope, control]) => [controlName(scope, control), [scope, control]]));
    this.made.clear();
  }

  private wanted(scope: string, control: string, value: ControlValue, reason: Reason): ChoiceProposal {
    const name = controlName(scope, control);
    this.ours.set(name, [scope, control]);
    return this.proposal(name, scope, control, value, reason);
  }

  /** Governors first: with the last of them the tunables go. */
  private asFound(situation: Situation): Proposal[] {
    const names = [...this.ours];
    const governors = names.filter(([, [, control]]) => control === 'governor');
    const back = governors.flatMap(([name, place]) => this.back(situation, name, place));
    return back.length > 0
      ? back
      : names.filter(([name]) => this.ours.has(name)).flatMap(([name, place]) => this.back(situation, name, place));
  }

  private back({ baseline, reading, pending }: Situation, ...[name, place]: [string, readonly [string, string]]) {
    const [scope, control] = place;
    const value = baseline.get(name);
    const seen = reading.state(name);
    const held = control === 'governor' ? seen === kernelGovernor : seen !== undefined;
    if (value !== undefined && (pending(name) || (held && seen !== value)))
      return [this.proposal(name, scope, control, value, over)];
    this.ours.delete(name);
    return [];
  }

  /** The same object while nothing of it changes: the arbiter asks for that. */
  private proposal(name: string, scope: string, control: string, choice: ControlValue, reason: Reason): ChoiceProposal {
    const before = this.made.get(name);
    if (before?.choice === choice && before.reason === reason) return before;
    const proposal: ChoiceProposal = { kind: 'choice', scope, control, priority: 'governor', choice, reason };
    this.made.set(name, proposal);
    return proposal;
  }
}

const chosen: Reason = { rule: 'reflex', code: 'kernel-chosen' };
const told: Reason = { rule: 'reflex', code: 'kernel-told' };
const over: Reason = { rule: 'reflex', code: 'kernel-over' };

/** What a step of the kernel's comes to on a domain. `most`: kHz that it was found allowed, `top`: kHz that it reached; `asked`: what an application says. */
export function kernelReason(
  step: KernelStep,
  policy: Policy,
  { most, top, tickMs, asked }: { most: number; top: number; tickMs: number; asked: string | undefined },
): Reason {
  const { percent, us } = step;
  if (percent >= 100) return { rule: 'reflex', code: 'kernel-full' };
  const facts = {
    start_khz: Math.min(most, startOf(percent, policy)),
    raise_ms: Math.round(us / 100) / 10,
    later_ms: Math.ceil(boundOf(step, policy, top, tickMs) * 10) / 10,
    ...(asked !== undefined && { asked }),
  };
  return { rule: 'reflex', code: `kernel:${percent}/${us}${asked === undefined ? '' : ':asked'}`, facts };
}

export const kernelSentences: Sentences = {
  kernel: ({ start_khz, raise_ms, later_ms, asked }) =>
    `the kernel’s governor starts work at ${gigahertz(start_khz)} and gives it the full clock when it has been busy for ${raise_ms} ms, which holds it up by at most ${later_ms} ms${asked === undefined ? '' : ` (${asked})`}`,
  'kernel-full': () =>
    'the kernel’s governor starts work at the full clock: a lower one would break what is promised, here or on CPUs that share its settings',
  'kernel-soon': () => 'the kernel’s governor was just chosen, and is told in a moment how work is to start',
  'kernel-chosen': () => 'it starts and raises work in the kernel, as configured',
  'kernel-told': () => 'with that the kernel’s governor keeps what is promised',
  'kernel-over': () => 'that is how it was found, and the kernel’s governor is not wanted any more',
};

export const kernelShort: Sentences = {
  kernel: ({ start_khz, raise_ms }) =>
    `the kernel’s governor starts work at ${gigahertz(start_khz)}, full clock after ${Math.round(Number(raise_ms))} ms`,
  'kernel-full': () => 'the kernel’s governor starts work at the full clock',
  'kernel-soon': () => 'the kernel’s governor is told in a moment how work starts',
  'kernel-chosen': () => 'it starts and raises work, as configured',
  'kernel-told': () => 'so that the kernel’s governor keeps what is promised',
  'kernel-over': () => 'as it was found',
};
