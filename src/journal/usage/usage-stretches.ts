import { ceil, floor } from '../rollup/stretches.js';
import { type UsageLevel, usageLevels, usageMs } from './entry.js';

/** The slots of one level that begin from `from` up to, but not at, `until`. */
export interface UsageStretch {
  readonly level: UsageLevel;
  readonly from: number;
  readonly until: number;
}

/** Since when a level is kept, and up to when it is filled. */
export type UsageCoverage = Readonly<Record<UsageLevel, { readonly keptFrom: number; readonly filledTo: number }>>;

const fromCoarse = [...usageLevels].reverse();

/**
 * Chooses levels for a span so that each slot counts once and few rows are read: whole slots of the coarsest level that is filled, and both ends from
 * the next finer one. Where that one is not kept any more, the slot counts whole.
 */
export function usageStretches(
  from: number,
  until: number,
  coverage: UsageCoverage,
  levels = fromCoarse,
): UsageStretch[] {
  const [level, ...finer] = levels;
  if (level === undefined || from >= until) return [];
  const ms = usageMs[level];
  const [next] = finer;
  if (next === undefined) return [{ level, from: floor(from, ms), until }];
  const { filledTo } = coverage[level];
  const kept = coverage[next].keptFrom;
  /** A part of one slot of this level, or of what it is not filled with yet. */
  const rest = (a: number, b: number): UsageStretch[] => {
    if (a >= b) return [];
    if (a >= kept || a >= filledTo) return usageStretches(a, b, coverage, finer);
    return [{ level, from: floor(a, ms), until: floor(a, ms) + ms }];
  };
  const [first, last] = [ceil(from, ms), floor(Math.min(until, filledTo), ms)];
  if (first >= last) {
    // At most one border of slots lies within: what is on its two sides is not of one slot.
    const border = first > from && first < until ? first : until;
    return [...rest(from, border), ...rest(border, until)];
  }
  return [...rest(from, first), { level, from: first, until: last }, ...rest(last, until)];
}
