import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Yielding } from '../../src/governor/yielding.js';

const top = 4_000_000;

/** One period of a load: work, s at top; its rest, s; when the next one comes anyway, s: 0 for one that only rests. */
interface Period {
  readonly work: number;
  readonly rest: number;
  readonly period: number;
}

/** 10 Hz ticks of `seconds` s of a compute-bound load at `khz`; how often it yielded anew. */
function follow(yielding: Yielding, load: (tick: number) => Period, khz: number, seconds: number): number {
  let times = 0;
  for (let i = 0; i < seconds * 10; i++) {
    const { work, rest, period } = load(i);
    const often = 1 / Math.max(period, rest + (work * top) / khz);
    const before = yielding.yields;
    // The gate: closed, and its load regular, at first; open from then on while the load does not yield.
    yielding.follow(true, khz < top, { interval: 0.1, khz, worked: work * often * 0.1, switches: 2 * often });
    if (yielding.yields && !before) times++;
  }
  return times;
}

const rests = (work: number, rest: number) => () => ({ work, rest, period: 0 });
const comes = (work: number, period: number) => () => ({ work, rest: 0, period });

describe('yielding', () => {
  // rtapp/browser-long: 34 ms of work, 16 ms of sleep. Its cap followed the demand that it lowered, 10.8 % fewer pieces were done.
  it('sees that a load which rests between pieces does fewer of them', () => {
    const yielding = new Yielding();
    follow(yielding, rests(0.034, 0.016), top, 2);
    expect(follow(yielding, rests(0.034, 0.016), 0.76 * top, 2.1)).toBe(1);
  });

  it('shuts the gate for half a minute, and then tries again', () => {
    const yielding = new Yielding();
    follow(yielding, rests(0.034, 0.016), top, 2);
    follow(yielding, rests(0.034, 0.016), 0.76 * top, 2);
    follow(yielding, rests(0.034, 0.016), top, 29.8);
    expect(yielding.yields).toBe(true);
    follow(yielding, rests(0.034, 0.016), top, 0.3);
    expect(yielding.yields).toBe(false);
    expect(follow(yielding, rests(0.034, 0.016), 0.76 * top, 2.1)).toBe(1);
  });

  it('lets work of its own pace change as it will: the pieces come as often', () => {
    const share = fc.double({ min: 0.01, max: 0.5, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(share, { minLength: 1, maxLength: 60 }),
        fc.double({ min: 0.005, max: 0.1, noNaN: true }),
        (shares, period) => {
          const yielding = new Yielding();
          const load = (i: number) => comes(period * (shares[i % shares.length] ?? 0), period)();
          follow(yielding, load, top, 4);
          expect(follow(yielding, load, top / 2, 30)).toBe(0);
        },
      ),
    );
  });

  it('sees every load whose pieces become rarer by 8 % or more, and none whose do by less than 5 %', () => {
    const between = (min: number, max: number) => fc.double({ min, max, noNaN: true });
    fc.assert(
      fc.property(between(0.1, 0.9), between(0.004, 0.05), between(0.3, 0.95), (busy, period, share) => {
        const load = rests(busy * period, (1 - busy) * period);
        const rarer = 1 - 1 / (1 - busy + busy / share);
        const yielding = new Yielding();
        follow(yielding, load, top, 4);
        const times = follow(yielding, load, share * top, 2.1);
        if (rarer > 0.08) expect(times).toBe(1);
        if (rarer < 0.05) expect(times).toBe(0);
      }),
    );
  });

  it('does not take fewer switches for the same work for fewer pieces', () => {
    const yielding = new Yielding();
    follow(yielding, comes(0.01, 0.02), top, 4);
    for (let i = 0; i < 50; i++)
      yielding.follow(true, true, { interval: 0.1, khz: top / 2, worked: 0.05, switches: 40 });
    expect(yielding.yields).toBe(false);
  });

  it('judges nothing by what came before the load was regular, nor where nothing counts switches', () => {
    const yielding = new Yielding();
    follow(yielding, rests(0.03, 0.01), top, 4);
    yielding.follow(false, false, { interval: 0.1, khz: top, worked: 0.01, switches: 10 });
    expect(follow(yielding, rests(0.01, 0.03), top / 2, 10)).toBe(0);
    const blind = new Yielding();
    for (const khz of [top, top / 2])
      for (let i = 0; i < 50; i++)
        blind.follow(true, khz < top, { interval: 0.1, khz, worked: 0.1 * (khz / top), switches: undefined });
    expect(blind.yields).toBe(false);
  });
});
