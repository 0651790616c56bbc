/** The decision for one scope. The object stays the same while the decision stays the same. */

import { controlName } from '../../model/control-names.js';
import type { Saved, Stateful } from '../../model/saved.js';
import { Recurring } from '../../model/sensing/recurring.js';
import type { Bounded } from './arbiter.js';
import type { Because, Priority, Proposal } from './proposal.js';

export interface BindingReason extends Because {
  readonly priority: Priority;
}

export interface Decision {
  readonly scope: string;
  /** Control within the scope → wanted value (kHz, uW, 0/1 or a word). */
  readonly limits: Readonly<Record<string, number | string>>;
  readonly reasons: readonly BindingReason[];
  /** The same limits by the machine's full control names; `safety` marks those that a safety rule set. */
  readonly controls: readonly (readonly [name: string, value: number | string, safety: boolean])[];
}

/** Bounds of one scope: those of the previous tick, overwritten one by one. */
interface Known {
  readonly scope: string;
  readonly bounds: Bounded[];
  /** Number of bounds received in this tick so far. */
  count: number;
  /** Whether any bound is a different object from last time. */
  changed: boolean;
  /** Full names by control: a map lookup with a known string is faster than one with an equal string that was just built. */
  readonly names: Map<string, string>;
  decision: Decision | undefined;
}

/** Groups bounds by scope. Keeps a decision's object if nothing changed but the facts of a reason. */
export class DecisionMaker implements Stateful {
  private readonly scopes = new Recurring<Known>();

  decide(bounds: readonly Bounded[]): readonly Decision[] {
    for (const b of bounds) {
      const known = this.scopes.get(b.scope, unknown);
      if (known.bounds[known.count] !== b) {
        known.bounds[known.count] = b;
        known.changed = true;
      }
      known.count++;
    }
    const scopes = this.scopes.all();
    const out = new Array<Decision>(scopes.length);
    let decided = 0;
    for (const known of scopes) {
      const { count, decision } = known;
      if (known.changed || count < known.bounds.length) {
        known.bounds.length = count;
        if (!(decision !== undefined && holds(decision, known.bounds))) known.decision = decisionOf(known);
      }
      known.count = 0;
      known.changed = false;
      if (known.decision !== undefined && count > 0) out[decided++] = known.decision;
    }
    out.length = decided;
    return out;
  }

  save() {
    return this.scopes.save(({ bounds, decision }) => ({ bounds: [...bounds], decision }));
  }

  restore(saved: Saved<DecisionMaker>): void {
    this.scopes.restore(saved, ({ bounds, decision }, scope) => {
      const known = unknown(scope);
      known.bounds.push(...bounds);
      known.decision = decision;
      return known;
    });
  }
}

const unknown = (scope: string): Known => ({
  scope,
  bounds: [],
  count: 0,
  changed: false,
  names: new Map(),
  decision: undefined,
});

function decisionOf({ scope, bounds, names }: Known): Decision {
  const limits: Record<string, number | string> = {};
  const reasons: BindingReason[] = [];
  const controls: [string, number | string, boolean][] = [];
  const limit = (control: string, value: number | string, bound: BindingReason['bound'], by: Proposal | undefined) => {
    limits[control] = value;
    if (by !== undefined) reasons.push(binding(control, bound, by));
    let name = names.get(control);
    if (name === undefined) {
      name = controlName(scope, control);
      names.set(control, name);
    }
    controls.push([name, value, by?.priority === 'safety']);
  };
  for (const b of bounds) {
    if (b.kind === 'choice') {
      limit(b.control, b.choice, 'choice', b.by);
      continue;
    }
    const { min, max } = edges(b.control);
    limit(min, b.interval.min, 'min', b.minBy);
    limit(max, b.interval.max, 'max', b.maxBy);
  }
  return { scope, limits, reasons, controls };
}

/** Names of the minimum and the maximum of an interval control. Most are one of these pairs, so that no string is built for them in each tick. */
const edgeNames = new Map([
  ['freq', { min: 'min_freq', max: 'max_freq' }],
  ['start', { min: 'start_min_freq', max: 'start_max_freq' }],
  ['clock', { min: 'min_clock', max: 'max_clock' }],
]);
function edges(control: string): { readonly min: string; readonly max: string } {
  return edgeNames.get(control) ?? { min: `${control}.min`, max: control };
}

function binding(control: string, bound: BindingReason['bound'], by: Proposal): BindingReason {
  return {
    control,
    bound,
    priority: by.priority,
    rule: by.reason.rule,
    code: by.reason.code,
    facts: by.reason.facts ?? {},
  };
}

/** Whether a decision still says the same: the same limits, each set by the same sentence of the same rule. */
function holds(before: Decision, group: readonly Bounded[]): boolean {
  let at = 0;
  const same = (by: Proposal | undefined): boolean => {
    if (by === undefined) return true;
    const reason = before.reasons[at++];
    return (
      reason !== undefined &&
      reason.rule === by.reason.rule &&
      reason.code === by.reason.code &&
      reason.priority === by.priority
    );
  };
  for (const b of group) {
    if (b.kind === 'choice') {
      if (before.limits[b.control] !== b.choice || !same(b.by)) return false;
      continue;
    }
    const { min, max } = edges(b.control);
    if (before.limits[min] !== b.interval.min || before.limits[max] !== b.interval.max) return false;
    if (!same(b.minBy) || !same(b.maxBy)) return false;
  }
  return at === before.reasons.length;
}
