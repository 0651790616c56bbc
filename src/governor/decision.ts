/** What was decided about one scope, in a form that stays the same object while it stays the same decision. */
import type { Bounded } from './arbitrate.js';
import type { Because } from './explain.js';
import type { Priority, Proposal } from './proposal.js';

export interface BindingReason extends Because {
  readonly priority: Priority;
}

export interface Decision {
  readonly scope: string;
  /** Control within the scope → wanted value (kHz, uW, 0/1 or a word). */
  readonly limits: Readonly<Record<string, number | string>>;
  readonly reasons: readonly BindingReason[];
  /** The same limits by the full names that the machine knows; `safety` marks those that a safety rule set. */
  readonly controls: readonly (readonly [name: string, value: number | string, safety: boolean])[];
}

/** Full name of a scope's control: the machine's own controls carry no scope. */
export const controlName = (scope: string, control: string): string =>
  scope === 'machine' ? control : `${scope}.${control}`;

/** Scope and control of a full name; what has no scope is the machine's own. */
export function scopeOf(name: string): readonly [scope: string, control: string] {
  const [, scope = 'machine', control = name] = /^(policy\d+|package\d+)\.(.+)$/.exec(name) ?? [];
  return [scope, control];
}

interface Known {
  bounds: Bounded[];
  made: readonly Bounded[];
  decision: Decision | undefined;
}

/** Groups bounds by scope and keeps a decision's object where nothing but the facts of a reason has moved. */
export class DecisionMaker {
  private readonly scopes = new Map<string, Known>();

  decide(bounds: readonly Bounded[]): readonly Decision[] {
    for (const b of bounds) {
      const known = this.scopes.get(b.scope);
      if (known === undefined) this.scopes.set(b.scope, { bounds: [b], made: [], decision: undefined });
      else known.bounds.push(b);
    }
    const out: Decision[] = [];
    for (const [scope, known] of this.scopes) {
      const { decision } = known;
      const same = known.bounds.length === known.made.length && known.bounds.every((b, i) => b === known.made[i]);
      if (!same && !(decision !== undefined && holds(decision, known.bounds)))
        known.decision = decisionOf(scope, known.bounds);
      known.made = known.bounds;
      known.bounds = [];
      if (known.decision !== undefined && known.made.length > 0) out.push(known.decision);
    }
    return out;
  }
}

function decisionOf(scope: string, group: readonly Bounded[]): Decision {
  const limits: Record<string, number | string> = {};
  const reasons: BindingReason[] = [];
  for (const b of group) {
    if (b.kind === 'choice') {
      limits[b.control] = b.choice;
      reasons.push(binding(b.control, 'choice', b.by));
      continue;
    }
    limits[minName(b.control)] = b.interval.min;
    limits[maxName(b.control)] = b.interval.max;
    if (b.minBy !== undefined) reasons.push(binding(minName(b.control), 'min', b.minBy));
    if (b.maxBy !== undefined) reasons.push(binding(maxName(b.control), 'max', b.maxBy));
  }
  const safety = new Set(reasons.flatMap(r => (r.priority === 'safety' ? [r.control] : [])));
  const controls = Object.entries(limits).map(
    ([control, value]) => [controlName(scope, control), value, safety.has(control)] as const,
  );
  return { scope, limits, reasons, controls };
}

const minName = (control: string): string => (control === 'freq' ? 'min_freq' : `${control}.min`);
const maxName = (control: string): string => (control === 'freq' ? 'max_freq' : control);

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

/** Whether a decision still says the same: same limits, and each set by the same sentence of the same rule. */
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
    } else if (
      before.limits[minName(b.control)] !== b.interval.min ||
      before.limits[maxName(b.control)] !== b.interval.max ||
      !same(b.minBy) ||
      !same(b.maxBy)
    ) {
      return false;
    }
  }
  return at === before.reasons.length;
}
