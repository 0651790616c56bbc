import { minuteMs, quarterMs } from './levels.js';
import { slotMs } from './slots.js';

export type LevelName = 'slot_10s' | 'slot_1min' | 'slot_15min';

/** Slots of one level that begin within `from` (inclusive) and `until`. */
export interface Stretch {
  readonly level: LevelName;
  readonly from: number;
  readonly until: number;
}

/** How far each level reaches back, and up to when the coarsest one holds everything. */
export interface Reach {
  readonly kept10s: number;
  readonly kept1min: number;
  readonly filled15min: number;
}

/**
 * Which level answers which part of a span, so that each slot counts once and few rows are read: whole quarters from 15 min, what lies over the
 * edges from the finest level still kept there, what is not filled in yet from 10 s. Where only a coarser slot is left it counts as a whole.
 * Who wants steps of less than a quarter of an hour gets a level that has them, where one is kept since the beginning.
 */
export function stretches(since: number, until: number, reach: Reach, stepMs = quarterMs): Stretch[] {
  const out: Stretch[] = [];
  const add = (stretch: Stretch): void => {
    if (stretch.from < stretch.until) out.push(stretch);
  };
  const { filled15min } = reach;
  const filled = Math.min(until, filled15min);
  if (stepMs < quarterMs && since < filled) {
    const fine = finest(since, filled, reach, stepMs);
    if (fine.level !== 'slot_15min') {
      add(fine);
      add({ level: 'slot_10s', from: filled15min, until });
      return out;
    }
  }
  const first = Math.ceil(since / quarterMs) * quarterMs;
  const last = Math.max(first, floor(filled, quarterMs));
  if (since < filled) add(finest(since, Math.min(first, filled), reach));
  add({ level: 'slot_15min', from: first, until: last });
  if (last < filled && first < filled) add(finest(last, filled, reach));
  add({ level: 'slot_10s', from: Math.max(floor(since, slotMs), filled15min), until });
  return out;
}

function finest(from: number, until: number, { kept10s, kept1min }: Reach, stepMs = slotMs): Stretch {
  if (from >= kept10s && stepMs < minuteMs) return { level: 'slot_10s', from: floor(from, slotMs), until };
  if (from >= kept1min) return { level: 'slot_1min', from: floor(from, minuteMs), until };
  return { level: 'slot_15min', from: floor(from, quarterMs), until };
}

const floor = (at: number, ms: number): number => Math.floor(at / ms) * ms;
