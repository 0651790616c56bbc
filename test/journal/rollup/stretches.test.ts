import { describe, expect, it } from 'vitest';
import { type Coverage, type Stretch, stretches } from '../../../src/journal/rollup/stretches.js';

const quarter = 900_000;
const hour = 4 * quarter;
const day = 24 * hour;
const reach = (over: Partial<Coverage> = {}): Coverage => ({
  kept10s: 0,
  kept1min: 0,
  filled15min: 8 * quarter,
  filled1h: 0,
  filled1day: 0,
  ...over,
});

describe('stretches', () => {
  it('takes whole quarters of an hour from the coarsest level, the edges and the newest from the finest', () => {
    expect(stretches(quarter + 65_000, 10 * quarter + 5, reach())).toEqual([
      { level: 'slot_10s', from: quarter + 60_000, until: 2 * quarter },
      { level: 'slot_15min', from: 2 * quarter, until: 8 * quarter },
      { level: 'slot_10s', from: 8 * quarter, until: 10 * quarter + 5 },
    ]);
  });

  it('takes edges from what is left', () => {
    const minutes = reach({ kept10s: 5 * quarter });
    expect(stretches(quarter + 65_000, 2 * quarter, minutes)).toEqual([
      { level: 'slot_1min', from: quarter + 60_000, until: 2 * quarter },
    ]);
    expect(
      stretches(quarter + 65_000, quarter + 70_000, reach({ kept10s: 5 * quarter, kept1min: 5 * quarter })),
    ).toEqual([{ level: 'slot_15min', from: quarter, until: quarter + 70_000 }]);
  });

  it('takes a fine level for fine steps, as long as one is kept since the beginning', () => {
    const fine = (since: number, step: number) =>
      stretches(since, 9 * quarter, reach({ kept1min: quarter, kept10s: 5 * quarter }), step);
    const tail = { level: 'slot_10s', from: 8 * quarter, until: 9 * quarter };
    expect(fine(5 * quarter, 10_000)).toEqual([{ level: 'slot_10s', from: 5 * quarter, until: 8 * quarter }, tail]);
    expect(fine(2 * quarter, 10_000)).toEqual([{ level: 'slot_1min', from: 2 * quarter, until: 8 * quarter }, tail]);
    expect(fine(5 * quarter, 120_000)[0]?.level).toBe('slot_1min');
    expect(fine(0, 10_000)[0]?.level).toBe('slot_15min');
  });

  it('takes whole hours and days from their levels, as far as they are filled, and what is left from finer ones', () => {
    const filled = reach({
      filled15min: 3 * day + 5 * hour + quarter,
      filled1h: 3 * day + 5 * hour,
      filled1day: 3 * day,
    });
    const until = 3 * day + 6 * hour;
    const all: Stretch[] = [
      { level: 'slot_15min', from: hour - quarter, until: hour },
      { level: 'slot_1h', from: hour, until: day },
      { level: 'slot_1day', from: day, until: 3 * day },
      { level: 'slot_1h', from: 3 * day, until: 3 * day + 5 * hour },
      { level: 'slot_15min', from: 3 * day + 5 * hour, until: 3 * day + 5 * hour + quarter },
      { level: 'slot_10s', from: 3 * day + 5 * hour + quarter, until },
    ];
    expect(stretches(hour - quarter, until, filled)).toEqual(all);
    const [first, , , , last, newest] = all;
    expect(stretches(hour - quarter, until, filled, 13 * hour)).toEqual([
      first,
      { level: 'slot_1h', from: hour, until: 3 * day + 5 * hour },
      last,
      newest,
    ]);
    expect(stretches(0, day, filled, 5 * quarter)).toEqual([{ level: 'slot_15min', from: 0, until: day }]);
  });
});
