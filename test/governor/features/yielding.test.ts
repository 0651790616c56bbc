import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Yielding } from '../../../src/governor/features/yielding.js';

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
    const dilation = top / khz;
    const worked = work * often * 0.1;
    yielding.follow(true, khz < top, { interval: 0.1, khz, worked, dilation, switches: 2 * often });
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
    expect(follow(yielding, rests(0.034, 0.016), 0.76 * top, 4.1)).toBe(1);
  });

  it('shuts the gate for a minute, and then tries again', () => {
    const yielding = new Yielding();
    follow(yielding, rests(0.034, 0.016), top, 2);
    follow(yielding, rests(0.034, 0.016), 0.76 * top, 4);
    follow(yielding, rests(0.034, 0.016), top, 59.8);
    expect(yielding.yields).toBe(true);
    follow(yielding, rests(0.034, 0.016), top, 0.3);
    expect(yielding.yields).toBe(false);
    expect(follow(yielding, rests(0.034, 0.016), 0.76 * top, 4.1)).toBe(1);
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
        const times = follow(yielding, load, share * top, 4.1);
        if (rarer > 0.08) expect(times).toBe(1);
        if (rarer < 0.05) expect(times).toBe(0);
      }),
    );
  });

  it('takes no load for one that varies by chance as much as its work does', () => {
    // As seen in the virtual laptop: frames of 16.7 ms whose work varies, between other tasks that switch as they like.
    const seen = [0.89, 1.29, 0.78, 1.22, 0.8, 1.08, 0.85, 1.22, 0.9, 1.12, 0.92, 0.55, 0.92, 0.92, 1.1, 0.9];
    const yielding = new Yielding();
    const done = { interval: 0.1, khz: top, worked: 0.0375, dilation: 1, switches: 248 };
    for (let i = 0; i < 40; i++) yielding.follow(true, false, done);
    for (let i = 0; i < seen.length; i += 2)
      for (let k = 0; k < 20; k++) {
        const [work = 1, switches = 1] = seen.slice(i, i + 2);
        const slow = { interval: 0.1, khz: 0.8 * top, worked: 0.0375 * work, dilation: 1.25, switches: 248 * switches };
        yielding.follow(true, true, slow);
        expect(yielding.yields).toBe(false);
      }
  });

  it('does not take fewer switches for the same work for fewer pieces', () => {
    const yielding = new Yielding();
    follow(yielding, comes(0.01, 0.02), top, 4);
    for (let i = 0; i < 50; i++)
      yielding.follow(true, true, { interval: 0.1, khz: top / 2, worked: 0.05, dilation: 2, switches: 40 });
    expect(yielding.yields).toBe(false);
  });

  it('judges nothing by what came before the load was regular, nor where nothing counts switches', () => {
    const yielding = new Yielding();
    follow(yielding, rests(0.03, 0.01), top, 4);
    yielding.follow(false, false, { interval: 0.1, khz: top, worked: 0.01, dilation: 1, switches: 10 });
    expect(follow(yielding, rests(0.01, 0.03), top / 2, 10)).toBe(0);
    const blind = new Yielding();
    for (const khz of [top, top / 2])
      for (let i = 0; i < 50; i++)
        blind.follow(true, khz < top, {
          interval: 0.1,
          khz,
          worked: 0.1 * (khz / top),
          dilation: top / khz,
          switches: undefined,
        });
    expect(blind.yields).toBe(false);
  });

  // A machine too busy for its samples, or one that slept, leaves gaps that are longer than the means.
  it('takes a tick longer than its means for no more than it was', () => {
    const yielding = new Yielding();
    const usual = { interval: 0.1, khz: top, worked: 0.05, dilation: 1, switches: 100 };
    yielding.follow(true, false, { ...usual, switches: 20 });
    yielding.follow(true, false, { ...usual, interval: 10, worked: 5 });
    for (let i = 0; i < 41; i++)
      yielding.follow(true, true, { ...usual, khz: 0.6 * top, worked: 0.0375, dilation: 1 / 0.6, switches: 75 });
    expect(yielding.yields).toBe(true);
  });
});
