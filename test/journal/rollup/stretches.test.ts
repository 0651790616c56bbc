import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levelMs } from '../../../src/journal/rollup/level.js';
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

  it('reads each 10 s of a span once, however it lies', () => {
    const slot = fc.nat(30_000).map(n => n * 10_000);
    const edge = fc.nat(340).map(n => n * quarter);
    fc.assert(
      fc.property(slot, slot, edge, edge, edge, (a, b, kept10s, kept1min, filled15min) => {
        const [since, until] = [Math.min(a, b), Math.max(a, b)];
        const bounds = reach({
          kept10s: Math.min(kept10s, filled15min),
          kept1min: Math.min(kept1min, kept10s, filled15min),
          filled15min,
          filled1h: filled15min - (filled15min % hour),
          filled1day: filled15min - (filled15min % day),
        });
        const read = new Map<number, number>();
        for (const { level, from, until: end } of stretches(since, until, bounds)) {
          const ms = levelMs[level];
          expect(from % ms).toBe(0);
          for (let at = from; at < end; at += ms) {
            for (let fine = at; fine < at + ms; fine += 10_000) read.set(fine, (read.get(fine) ?? 0) + 1);
          }
        }
        for (let at = since; at < until; at += 10_000) expect(read.get(at)).toBe(1);
        expect([...read.values()].every(n => n === 1)).toBe(true);
      }),
    );
  });
});
