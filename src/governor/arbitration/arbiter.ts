/**
 * Arbitration: turns the proposals of all rules into one bound per control, with the reasons that bind.
 *
 * 1. Drop what profile and governor propose for a control that an override sets: an override replaces them. For an interval, drop only the side that
 *    the override names: an override of the maximum leaves the governor's minimum.
 * 2. Within one priority, intervals meet (model/bounds.ts): the lowest max, and the highest min that is not above it.
 * 3. Fold from the strongest priority to the weakest: each interval is projected into the result so far.
 * 4. A choice goes to the strongest priority, and within it to the newest proposal (the last one made).
 * 5. What is stronger than the governor bounds the start of a busy stretch (the reflex) as it bounds the clock.
 * 6. The reason for a bound is the first proposal that set it to its value.
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
  /** Which proposal set each edge; undefined where the hardware sets it. */
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

/** The machine's own limits for an interval control. No result ever lies outside them. */
export type RangeOf = (scope: string, control: string) => Interval | undefined;

/** Proposals for one control: those of the previous tick, overwritten one by one. */
interface Group {
  readonly control: string;
  /** The machine's own limits, if the control is an interval. */
  readonly within: Interval | undefined;
  readonly proposals: Proposal[];
  /** Number of proposals received in this tick so far. */
  count: number;
  /** Whether any proposal is a different object from last time. */
  changed: boolean;
  bounded: Bounded | undefined;
}

/** Arbitrates tick after tick. If every rule still says the same about a control, it costs one comparison and the result keeps its object. */
export class Arbiter implements Stateful {
  private readonly range: RangeOf;
  private readonly scopes = new Recurring<Group[]>();
  private groups = 0;

  constructor(range: RangeOf) {
    this.range = range;
  }

  /** Bounds from the proposals of each rule, in the order in which the rules were asked. */
  arbitrate(...proposals: readonly (readonly Proposal[])[]): Bounded[] {
    for (const proposed of proposals) {
      for (const p of proposed) {
        this.hear(p, p.control);
        if (p.control === 'freq' && p.priority !== 'governor') this.hear(p, 'start');
      }
    }
    const out = new Array<Bounded>(this.groups);
    let bounded = 0;
    for (const groups of this.scopes.all()) {
      for (const group of groups) {
        if (group.changed || group.count < group.proposals.length) {
          group.proposals.length = group.count;
          group.bounded = settle(group.control, group.proposals, group.within);
        }
        group.count = 0;
        group.changed = false;
        if (group.bounded !== undefined) out[bounded++] = group.bounded;
      }
    }
    out.length = bounded;
    return out;
  }

  /** The order in which scopes and their controls first appeared. All output has this order. */
  save() {
    return this.scopes.save(groups => groups.map(g => g.control));
  }

  restore(saved: Saved<Arbiter>): void {
    this.groups = 0;
    this.scopes.restore(saved, noGroups);
    for (const [scope, controls] of saved) for (const control of controls) this.group(scope, control);
  }

  private hear(p: Proposal, control: string): void {
    const group = this.group(p.scope, control);
    if (group.proposals[group.count] !== p) {
      group.proposals[group.count] = p;
      group.changed = true;
    }
    group.count++;
  }

  // A scope has few controls: scanning them is faster than a map of them, or a map with a joined key.
  private group(scope: string, control: string): Group {
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

function settle(control: string, group: readonly Proposal[], within: Interval | undefined): Bounded | undefined {
  const first = group.find(p => p.control === control);
  if (first === undefined) return undefined;
  const heard = group.some(p => p.priority === 'override') ? unreplaced(group) : group;
  if (first.kind === 'choice') return strongestChoice(heard);
  return within === undefined ? undefined : fold(first.scope, control, heard, within);
}

/** The proposals of a group that its overrides do not replace. */
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
    // If the max of the same level pushed down the min, the proposal that set that max is the reason.
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
