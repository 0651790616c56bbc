/**
 * Arbitration: from everybody's proposals to one bound a control, with the reasons that bind.
 *
 * 1. Drop what profile and governor say of a control that an override speaks of: an override replaces them.
 * 2. Within one priority, intervals meet (model/bounds.ts): the least max, the greatest min no higher than it.
 * 3. Fold from the strongest priority to the weakest: each interval is projected into the result so far.
 * 4. A choice goes to the strongest priority, the newest (last proposed) within it.
 * 5. The reason of a bound is the first proposal that set it where it is.
 */
import { everything, type Interval, meet, project } from '../model/bounds.js';
import type { ChoiceProposal, IntervalProposal, Proposal } from './proposal.js';
import { priorities } from './proposal.js';

export interface BoundedInterval {
  readonly kind: 'interval';
  readonly scope: string;
  readonly control: string;
  readonly interval: Interval;
  /** Whose wish each edge is; undefined where the edge is the hardware's. */
  readonly minBy: IntervalProposal | undefined;
  readonly maxBy: IntervalProposal | undefined;
}

export interface BoundedChoice {
  readonly kind: 'choice';
  readonly scope: string;
  readonly control: string;
  readonly choice: string | number;
  readonly by: ChoiceProposal;
}

export type Bounded = BoundedInterval | BoundedChoice;

const strength = new Map(priorities.map((p, i) => [p, i]));
const rank = (p: Proposal): number => strength.get(p.priority) ?? priorities.length;
const overrideRank = priorities.indexOf('override');

/** `range` gives the machine's own limits of an interval control; nothing outside it is ever returned. */
export function arbitrate(
  proposals: readonly Proposal[],
  range: (scope: string, control: string) => Interval | undefined,
): Bounded[] {
  const byControl = new Map<string, Proposal[]>();
  for (const p of proposals) {
    const key = `${p.scope}.${p.control}`;
    const group = byControl.get(key);
    if (group === undefined) byControl.set(key, [p]);
    else group.push(p);
  }
  const out: Bounded[] = [];
  for (const group of byControl.values()) {
    const bounded = settle(group, range);
    if (bounded !== undefined) out.push(bounded);
  }
  return out;
}

function settle(
  group: readonly Proposal[],
  range: (scope: string, control: string) => Interval | undefined,
): Bounded | undefined {
  const first = group[0];
  if (first === undefined) return undefined;
  const overridden = group.some(p => p.priority === 'override');
  const heard = overridden ? group.filter(p => rank(p) <= overrideRank) : group;
  if (first.kind === 'choice') return strongestChoice(heard);
  const within = range(first.scope, first.control);
  return within === undefined ? undefined : fold(first.scope, first.control, heard, within);
}

function strongestChoice(heard: readonly Proposal[]): BoundedChoice | undefined {
  let best: ChoiceProposal | undefined;
  for (const p of heard) if (p.kind === 'choice' && (best === undefined || rank(p) <= rank(best))) best = p;
  return best === undefined
    ? undefined
    : { kind: 'choice', scope: best.scope, control: best.control, choice: best.choice, by: best };
}

function fold(scope: string, control: string, heard: readonly Proposal[], within: Interval): BoundedInterval {
  let interval = within;
  let minBy: IntervalProposal | undefined;
  let maxBy: IntervalProposal | undefined;
  for (let level = 0; level < priorities.length; level++) {
    let wished: Interval | undefined;
    for (const p of heard)
      if (p.kind === 'interval' && rank(p) === level) wished = meet(wished ?? everything, p.interval);
    if (wished === undefined) continue;
    const next = project(wished, interval);
    if (next.max !== interval.max) maxBy = setter(heard, level, p => p.interval.max <= wished.max) ?? maxBy;
    if (next.min !== interval.min)
      minBy = setter(heard, level, p => p.interval.min >= wished.min || p.interval.max <= wished.max) ?? minBy;
    if (maxBy === undefined && Number.isFinite(wished.max))
      maxBy = setter(heard, level, p => p.interval.max <= wished.max);
    interval = next;
  }
  return { kind: 'interval', scope, control, interval, minBy, maxBy };
}

function setter(
  heard: readonly Proposal[],
  level: number,
  sets: (p: IntervalProposal) => boolean,
): IntervalProposal | undefined {
  for (const p of heard) if (p.kind === 'interval' && rank(p) === level && sets(p)) return p;
  return undefined;
}
