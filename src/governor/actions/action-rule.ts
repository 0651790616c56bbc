/**
 * Action: a rule that sets all controls of one role while its user wants it to.
 *
 * 1. While the action is on, ask for what it makes of each control; a value that somebody else chose, and that it has no business with, it leaves alone.
 * 2. When it is switched off, ask for the value that was found until that is in place again. Then the control is nobody's.
 */
import { type ActionName, actions } from '../../model/people/actions.js';
import type { ControlSpec, ControlValue } from '../../model/signals.js';
import type { ChoiceProposal, Proposal, Reason } from '../arbitration/proposal.js';
import type { Rule, Situation } from '../arbitration/rule.js';

type Facts = NonNullable<Reason['facts']>;

/** A value and why, or undefined where the control is left alone. */
export type Wanted = { readonly value: ControlValue; readonly code: string; readonly facts: Facts } | undefined;

export interface ActionWish {
  readonly name: ActionName;
  wanted(situation: Situation, control: ControlSpec): Wanted;
}

const none: readonly Proposal[] = [];
const off = 'off';

/** The sentence that all actions share. */
export const offShort = { [off]: () => 'as it was found; the action is off' };
export const offSentence = { [off]: () => 'that is how it was found, and the action is switched off' };

export class ActionRule implements Rule {
  readonly name: string;
  private readonly wish: ActionWish;
  /** Controls that may hold a value of ours. */
  private ours = new Set<string>();
  private readonly made = new Map<string, ChoiceProposal>();

  constructor(name: string, wish: ActionWish) {
    this.name = name;
    this.wish = wish;
  }

  propose(situation: Situation): readonly Proposal[] {
    const controls = situation.offered.get(actions[this.wish.name].role);
    if (controls === undefined) return none;
    const on = situation.actions.includes(this.wish.name);
    if (!on && this.ours.size === 0) return none;
    return controls.flatMap(control => {
      const wanted = on ? this.wish.wanted(situation, control) : this.asFound(situation, control);
      if (wanted === undefined) return [];
      this.ours.add(control.name);
      return [this.proposal(control, wanted)];
    });
  }

  save() {
    return [...this.ours];
  }

  restore(saved: readonly string[]): void {
    this.ours = new Set(saved);
    this.made.clear();
  }

  private asFound({ baseline, reading, pending }: Situation, { name }: ControlSpec): Wanted {
    const value = this.ours.has(name) ? baseline.get(name) : undefined;
    if (value !== undefined && (reading.state(name) !== value || pending(name))) return { value, code: off, facts: {} };
    this.ours.delete(name);
    return undefined;
  }

  /** The same object while nothing of it changes: the arbiter asks for that. */
  private proposal({ name, scope, role: control }: ControlSpec, { value: choice, code, facts }: NonNullable<Wanted>) {
    const before = this.made.get(name);
    if (before?.choice === choice && before.reason.code === code && same(before.reason.facts, facts)) return before;
    const reason = { rule: this.name, code, facts };
    const proposal: ChoiceProposal = { kind: 'choice', scope, control, priority: 'profile', choice, reason };
    this.made.set(name, proposal);
    return proposal;
  }
}

const same = (a: Facts | undefined, b: Facts): boolean =>
  a !== undefined && Object.keys(b).every(key => a[key] === b[key]);
