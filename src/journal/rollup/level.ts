import { slotMs } from './slots.js';

/** From fine to coarse. The slots of a level consist of whole slots of the level before. */
export const levelNames = ['slot_10s', 'slot_1min', 'slot_15min', 'slot_1h', 'slot_1day'] as const;
export type LevelName = (typeof levelNames)[number];

export const minuteMs = 60_000;
export const quarterMs = 900_000;
export const hourMs = 3_600_000;
export const dayMs = 86_400_000;

export const levelMs: Readonly<Record<LevelName, number>> = {
  slot_10s: slotMs,
  slot_1min: minuteMs,
  slot_15min: quarterMs,
  slot_1h: hourMs,
  slot_1day: dayMs,
};
