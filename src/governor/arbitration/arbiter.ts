/**
 * Arbitration: from everybody's proposals to one bound a control, with the reasons that bind.
 *
 * 1. Drop what profile and governor say of a control that an override speaks of: an override replaces them. Of an interval only the side that
 *    it names: an override of the maximum leaves the governor's minimum.
 * 2. Within one priority, intervals meet (model/bounds.ts): the least max, the greatest min no higher than it.
 * 3. Fold from the strongest priority to the weakest: each interval is projected into the result so far.
 * 4. A choice goes to the strongest priority, the newest (last proposed) within it.
 * 5. The reason of a bound is the first proposal that set it where it is.
 */

import { everything, type Interval, meet, project } from '../../model/bounds.js';
import type { Saved, Stateful } from '../../model/saved.js';
import { Recurring } from '../../model/sensing/recurring.js';
import type { ChoiceProposal, IntervalProposal, Proposal } from './proposal.js';
import { priorities } from './proposal.js';

export interface BoundedInterval {
  readonly kind: 'interval';
  readonly scope: string;
  readonly control: string;
  readonly interval: Interval;
  /** Whose request each edge is; undefined where the edge is the hardware's. */
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

const rank = (p: Proposal): number => priorities.indexOf(p.priority);
const overrideRank = priorities.indexOf('override');

/** The machine's own limits of an interval control; nothing outside of them is ever returned. */
export type RangeOf = (scope: string, control: string) => Interval | undefined;

/** Proposals of one control: those of the tick before, overwritten one by one. */
interface Group {
  readonly control: string;
  /** The machine's own limits of it, where it is an interval. */
  readonly within: Interval | undefined;
  readonly proposals: Proposal[];
  /** How many this tick has brought so far. */
  count: number;
  /** Whether one of them is not the same object as before. */
  changed: boolean;
  bounded: Bounded | undefined;
}

/** Arbitrates tick after tick; a control of which every rule still says the same costs a comparison and keeps its object. */
export class Arbiter implements Stateful {
  private readonly range: RangeOf;
  private readonly scopes = new Recurring<Group[]>();
  private groups = 0;

  constructor(range: RangeOf) {
    this.range = range;
  }

  /** Bounds from what each rule proposes, in the order in which they were asked. */
  arbitrate(...proposals: readonly (readonly Proposal[])[]): Bounded[] {
    for (const proposed of proposals) for (const p of proposed) this.hear(p);
    const out = new Array<Bounded>(this.groups);
    let bounded = 0;
    for (const groups of this.scopes.all()) {
      for (const group of groups) {
        if (group.changed || group.count < group.proposals.length) {
          group.proposals.length = group.count;
          group.bounded = settle(group.proposals, group.within);
        }
        group.count = 0;
        group.changed = false;
        if (group.bounded !== undefined) out[bounded++] = group.bounded;
      }
    }
    out.length = bounded;
    return out;
  }

  /** The order in which scopes and their controls were first heard of: it is the order of all that comes out. */
  save() {
    return this.scopes.save(groups => groups.map(g => g.control));
  }

  restore(saved: Saved<Arbiter>): void {
    this.groups = 0;
    this.scopes.restore(saved, noGroups);
    for (const [scope, controls] of saved) for (const control of controls) this.group({ scope, control });
  }

  private hear(p: Proposal): void {
    const group = this.group(p);
    if (group.proposals[group.count] !== p) {
      group.proposals[group.count] = p;
      group.changed = true;
    }
    group.count++;
  }

  // A scope has few controls: looking through them is faster than a map of them, or than one with a joined key.
  private group({ scope, control }: Pick<Proposal, 'scope' | 'control'>): Group {
    const groups = this.scopes.get(scope, noGroups);
    for (const group of groups) if (group.control === control) return group;
    const within = this.range(scope, control);
    const group = { control, within, proposals: [], count: 0, changed: false, bounded: undefined };
    groups.push(group);
    this.groups++;
    return group;
  }
}

const noGroups = (): Group[] => [];

function settle(group: readonly Proposal[], within: Interval | undefined): Bounded | undefined {
  const first = group[0];
  if (first === undefined) return undefined;
  const heard = group.some(p => p.priority === 'override') ? unreplaced(group) : group;
  if (first.kind === 'choice') return strongestChoice(heard);
  return within === undefined ? undefined : fold(first.scope, first.control, heard, within);
}

/** What is left of a group when its overrides have replaced what they speak of. */
function unreplaced(group: readonly Proposal[]): readonly Proposal[] {
  let min = false;
  let max = false;
  for (const p of group) {
    if (p.priority !== 'override' || p.kind === 'choice') continue;
    min ||= Number.isFinite(p.interval.min);
    max ||= Number.isFinite(p.interval.max);
  }
  return group.flatMap((p): Proposal[] => {
    if (rank(p) <= overrideRank) return [p];
    if (p.kind === 'choice' || (min && max)) return [];
    return [
      { ...p, interval: { min: min ? everything.min : p.interval.min, max: max ? everything.max : p.interval.max } },
    ];
  });
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
    let wanted: Interval | undefined;
    for (const p of heard)
      if (p.kind === 'interval' && rank(p) === level) wanted = meet(wanted ?? everything, p.interval);
    if (wanted === undefined) continue;
    const next = project(wanted, interval);
    if (next.max !== interval.max) maxBy = setter(heard, level, p => p.interval.max <= wanted.max) ?? maxBy;
    // A min that its own level's max pushed down is the work of whoever set that max.
    if (next.min !== interval.min) {
      minBy =
        setter(heard, level, p => p.interval.min >= wanted.min) ??
        setter(heard, level, p => p.interval.max <= wanted.max);
    }
    if (maxBy === undefined && Number.isFinite(wanted.max))
      maxBy = setter(heard, level, p => p.interval.max <= wanted.max);
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
