import { dayMs, type LevelName, levelMs, minuteMs, quarterMs } from './level.js';
import { slotMs } from './slots.js';

/** The slots of one level that begin from `from` up to, but not at, `until`. */
export interface Stretch {
  readonly level: LevelName;
  readonly from: number;
  readonly until: number;
}

/** How far back the fine levels go, and up to when each coarse level is complete. */
export interface Coverage {
  readonly kept10s: number;
  readonly kept1min: number;
  readonly filled15min: number;
  readonly filled1h: number;
  readonly filled1day: number;
}

/**
 * Chooses the level for each part of a span, so that each slot counts once and few rows are read: whole days, hours and quarters from their levels,
 * the two ends from the finest level still kept there, and the newest part, which is not filled in yet, from 10 s. If only a coarser slot is left, it
 * counts whole. With steps, only levels that divide a step are used; for steps under a quarter of an hour one that is kept for the whole span.
 */
export function stretches(since: number, until: number, coverage: Coverage, stepMs = dayMs): Stretch[] {
  const { filled15min } = coverage;
  const filled = Math.min(until, filled15min);
  if (stepMs < quarterMs && since < filled) {
    const fine = finest(since, filled, coverage, stepMs);
    if (fine.level !== 'slot_15min') return some([fine, { level: 'slot_10s', from: filled15min, until }]);
  }
  const first = Math.min(ceil(since, quarterMs), Math.max(since, filled));
  const last = Math.max(first, floor(filled, quarterMs));
  const tail = Math.max(floor(since, slotMs), filled15min);
  return some([
    ...(since < first ? [finest(since, first, coverage)] : []),
    ...whole(first, last, coarsestFirst(coverage, stepMs)),
    ...(last < filled ? [finest(last, filled, coverage)] : []),
    { level: 'slot_10s', from: tail, until },
  ]);
}

type Filled = readonly [level: LevelName, to: number];

function coarsestFirst({ filled15min, filled1h, filled1day }: Coverage, stepMs: number): Filled[] {
  const all: readonly Filled[] = [
    ['slot_1day', filled1day],
    ['slot_1h', filled1h],
  ];
  return [...all.filter(([level]) => stepMs % levelMs[level] === 0), ['slot_15min', filled15min]];
}

/** Whole quarters of an hour: as many slots of the coarsest level as fit, and the rest on both sides from the next finer one. */
function whole(from: number, until: number, [coarsest, ...finer]: readonly Filled[]): Stretch[] {
  if (coarsest === undefined || from >= until) return [];
  const [level, filledTo] = coarsest;
  const first = ceil(from, levelMs[level]);
  const last = floor(Math.min(until, filledTo), levelMs[level]);
  if (first >= last) return whole(from, until, finer);
  return [...whole(from, first, finer), { level, from: first, until: last }, ...whole(last, until, finer)];
}

const some = (all: readonly Stretch[]): Stretch[] => all.filter(({ from, until }) => from < until);

function finest(from: number, until: number, { kept10s, kept1min }: Coverage, stepMs = slotMs): Stretch {
  if (from >= kept10s && stepMs < minuteMs) return { level: 'slot_10s', from: floor(from, slotMs), until };
  if (from >= kept1min) return { level: 'slot_1min', from: floor(from, minuteMs), until };
  return { level: 'slot_15min', from: floor(from, quarterMs), until };
}

export const ceil = (at: number, ms: number): number => Math.ceil(at / ms) * ms;
export const floor = (at: number, ms: number): number => Math.floor(at / ms) * ms;
