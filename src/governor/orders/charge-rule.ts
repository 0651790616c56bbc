/**
 * Charge limits: how far each battery is charged.
 *
 * 1. For each battery take the limits of the configuration, or 95 % to 100 % where somebody wants it full.
 * 2. Propose those that the battery has a threshold for. A start that was found at or above the stop goes 5 % below it: no driver takes it otherwise.
 * 3. Where thresholds count only with the charge type Custom, propose that too.
 * 4. A battery without a stop may have a limit of its maker's own (Long_Life, or the machine's conservation mode): it stands for any stop below 100 %.
 * 5. When nobody asks any more, propose the value from before for at least 2 s and until it reads so, as with overrides.
 */
import { controlName } from '../../model/control-names.js';
import { supplyScope, wholeMachine } from '../../model/names.js';
import { type ChargeLimits, type ChargeOrders, fullLimits, limitsFor } from '../../model/people/charge.js';
import { isBattery } from '../../model/power-source.js';
import type { Saved } from '../../model/saved.js';
import type { ControlValue } from '../../model/signals.js';
import type { ChoiceProposal, Proposal, Reason } from '../arbitration/proposal.js';
import type { Rule, RuleEntry, Sentences, Situation } from '../arbitration/rule.js';

const returnNs = 2e9;
/** dell-laptop allows no less; thinkpad_acpi has 4. */
const leastGap = 5;
const name = 'charge';

type Seen = Pick<Situation, 'topology' | 'choices' | 'baseline' | 'charge'>;

interface Returning {
  readonly since: number;
  readonly proposal: ChoiceProposal;
}

const none: readonly Proposal[] = [];

export class ChargeRule implements Rule {
  readonly name = name;
  private made: Seen | undefined;
  private proposals: readonly ChoiceProposal[] = [];
  /** What nobody asks for any more, by full name. */
  private readonly returning = new Map<string, Returning>();

  propose(situation: Situation): readonly Proposal[] {
    const { charge, choices, topology, baseline } = situation;
    if (charge === undefined && this.proposals.length === 0 && this.returning.size === 0) return none;
    const { made } = this;
    if (made?.charge !== charge || made?.choices !== choices || made.topology !== topology) {
      const proposals = charge === undefined ? [] : wanted(situation, charge);
      this.giveBack(proposals, situation);
      this.made = { charge, choices, topology, baseline };
      this.proposals = proposals;
    }
    if (this.returning.size === 0) return this.proposals;
    this.forgetReturned(situation);
    return [...this.proposals, ...Array.from(this.returning.values(), r => r.proposal)];
  }

  save() {
    return { proposals: this.proposals, returning: [...this.returning] };
  }

  restore({ proposals, returning }: Saved<ChargeRule>): void {
    this.made = undefined;
    this.proposals = proposals;
    this.returning.clear();
    for (const [control, back] of returning) this.returning.set(control, back);
  }

  private giveBack(now: readonly ChoiceProposal[], { baseline, reading }: Situation): void {
    for (const { scope, control } of this.proposals) {
      const full = controlName(scope, control);
      const choice = baseline.get(full);
      if (choice === undefined) continue;
      this.returning.set(full, {
        since: reading.at,
        proposal: {
          kind: 'choice',
          scope,
          control,
          priority: 'governor',
          choice,
          reason: { rule: name, code: 'over' },
        },
      });
    }
    for (const { scope, control } of now) this.returning.delete(controlName(scope, control));
  }

  private forgetReturned({ reading }: Situation): void {
    for (const [control, { since, proposal }] of this.returning)
      if (reading.at - since > returnNs && reading.state(control) === proposal.choice) this.returning.delete(control);
  }
}

function wanted(seen: Seen, orders: ChargeOrders): ChoiceProposal[] {
  const batteries = seen.topology.supplies.filter(isBattery);
  const proposals = batteries.flatMap(battery => forBattery(battery.name, seen, orders));
  const alone = batteries.filter(b => !seen.choices.has(controlName(supplyScope(b.name), 'charge_stop')));
  const [machines] = alone.flatMap(battery => conservation(battery.name, seen, orders));
  return machines === undefined ? proposals : [...proposals, machines];
}

interface Asked {
  readonly limits: ChargeLimits;
  readonly priority: ChoiceProposal['priority'];
  readonly because: (key: string, value: number) => Reason;
}

function askedOf(battery: string, orders: ChargeOrders): Asked {
  const who = orders.full[battery];
  return who === undefined
    ? {
        limits: limitsFor(orders, battery),
        priority: 'profile',
        because: (key, value) => ({ rule: name, code: 'limit', facts: { key, value } }),
      }
    : { limits: fullLimits, priority: 'override', because: () => ({ rule: name, code: 'full', facts: { who } }) };
}

function forBattery(battery: string, { choices, baseline }: Seen, orders: ChargeOrders): ChoiceProposal[] {
  const { limits, priority, because } = askedOf(battery, orders);
  const { stop } = limits;
  const scope = supplyScope(battery);
  const out: ChoiceProposal[] = [];
  const choose = (control: string, choice: ControlValue, reason: Reason): void => {
    if (choices.has(controlName(scope, control)))
      out.push({ kind: 'choice', scope, control, priority, choice, reason });
  };
  if (stop !== undefined) choose('charge_stop', stop, because('charge_stop', stop));
  const found = baseline.get(controlName(scope, 'charge_start'));
  if (limits.start !== undefined) choose('charge_start', limits.start, because('charge_start', limits.start));
  else if (stop !== undefined && typeof found === 'number' && found >= stop)
    choose('charge_start', Math.max(0, stop - leastGap), { rule: name, code: 'gap', facts: { stop } });
  const types = choices.get(controlName(scope, 'charge_types')) ?? [];
  const as = baseline.get(controlName(scope, 'charge_types'));
  if (out.length > 0) {
    if (types.includes('Custom')) choose('charge_types', 'Custom', { rule: name, code: 'custom' });
  } else if (stop !== undefined && types.includes('Long_Life') && !choices.has(controlName(scope, 'charge_stop'))) {
    const usual = as !== undefined && as !== 'Long_Life' ? as : types.find(type => usualTypes.includes(type));
    const type = stop < 100 ? 'Long_Life' : usual;
    if (type !== undefined) choose('charge_types', type, own(because('charge_stop', stop)));
  }
  return out;
}

/** Charge types without a limit, the most usual first. */
const usualTypes: readonly string[] = ['Standard', 'Fast', 'Adaptive'];

function conservation(battery: string, { choices }: Seen, orders: ChargeOrders): ChoiceProposal[] {
  const control = 'conservation_mode';
  const { limits, priority, because } = askedOf(battery, orders);
  if (limits.stop === undefined || !choices.has(control)) return [];
  const reason = own(because('charge_stop', limits.stop));
  return [{ kind: 'choice', scope: wholeMachine, control, priority, choice: Number(limits.stop < 100), reason }];
}

const own = (reason: Reason): Reason => (reason.code === 'limit' ? { ...reason, code: 'own' } : reason);

const sentences: Sentences = {
  limit: ({ key, value }) => `the configuration says ${key} = ${value}`,
  own: ({ key, value }) =>
    `the configuration says ${key} = ${value}, and this limit of the maker's own is the only one there is`,
  full: ({ who }) => `${who} wants it full, until the charger is unplugged`,
  gap: ({ stop }) => `it has to be below the limit of ${stop} %`,
  custom: () => 'its thresholds count only so',
  over: () => 'nobody asks for another any more, and it was so before the daemon started',
};

const short: Sentences = {
  limit: () => 'the configuration says so',
  own: () => 'the configuration says so, and the maker offers only this limit',
  full: () => 'somebody wants it full, until the charger is unplugged',
  gap: ({ stop }) => `has to be below the limit of ${stop} %`,
  custom: () => 'its thresholds count only so',
  over: () => 'as it was before the daemon started',
};

export const chargeRule: RuleEntry = { name, sentences, short, create: () => new ChargeRule() };
