/** `ok`: as it should be. `note`: absent or less than it could be, and nothing is wrong. `broken`: it needs a person. */
export type Level = 'ok' | 'note' | 'broken';

export const areas = ['daemon', 'machine', 'sensors', 'controls', 'conflicts', 'journal', 'not here'] as const;

/** One thing that doctor looked at. */
export interface Finding {
  readonly area: (typeof areas)[number];
  readonly name: string;
  readonly level: Level;
  readonly text: string;
  /** What to do, in one line; null when nothing is to be done. */
  readonly advice: string | null;
}

export const ok = (area: Finding['area'], name: string, text: string): Finding => ({
  area,
  name,
  level: 'ok',
  text,
  advice: null,
});
