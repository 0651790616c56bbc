import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArrivalBurst } from '../../../src/governor/features/arrival-burst.js';

/** A busy CPU for `seconds` s at 10 Hz. */
function work(rush: ArrivalBurst, seconds: number, batch = false): ArrivalBurst {
  for (let i = 0; i < Math.round(seconds * 10); i++) rush.follow(1, 0.1, batch);
  return rush;
}

/** Requests of `seconds` s, one by one. */
function requests(rush: ArrivalBurst, count: number, seconds: number): ArrivalBurst {
  for (let i = 0; i < count; i++) {
    work(rush, seconds);
    rush.follow(0, 0.1, false);
  }
  return rush;
}

describe('rush', () => {
  it('is what goes on for longer than five usual stretches', () => {
    const rush = requests(new ArrivalBurst(), 20, 0.4);
    expect(work(rush, 1.9).times).toBe(1);
    expect(work(rush, 2.1).times).toBeCloseTo(2, 9);
    rush.follow(0.1, 0.1, false);
    expect(rush.times).toBe(1);
  });

  it('is none before a second, nor where no stretch is known', () => {
    expect(work(requests(new ArrivalBurst(), 20, 0.1), 1).times).toBe(1);
    expect(work(new ArrivalBurst(), 100).times).toBe(1);
    expect(work(new ArrivalBurst(), 0.1).over).toBe(true);
  });

  it('is over, and batch work, after 60 usual stretches or 25 s', () => {
    const short = requests(new ArrivalBurst(), 20, 0.2);
    expect(work(short, 11.8).over).toBe(false);
    expect(work(short, 0.3).over).toBe(true);
    const long = requests(new ArrivalBurst(), 20, 2);
    expect(work(long, 24.8).over).toBe(false);
    expect(work(long, 0.3).over).toBe(true);
  });

  it('learns nothing of how long requests last from batch work, and forgets what was usual', () => {
    const rush = requests(new ArrivalBurst(), 20, 0.4);
    work(rush, 100, true).follow(0, 0.1, true);
    expect(work(rush, 4).times).toBeCloseTo(2, 9);
    requests(rush, 100, 1);
    expect(work(rush, 5).times).toBeCloseTo(1, 3);
  });

  it('goes on through gaps shorter than half a tick', () => {
    const rush = requests(new ArrivalBurst(), 20, 0.4);
    for (let i = 0; i < 60; i++) rush.follow(i % 2 === 0 ? 1 : 0.6, 0.1, false);
    expect(rush.times).toBeCloseTo(4.8 / 2, 9);
  });

  it('stays at least 1 and grows while it lasts, whatever came before', () => {
    const tick = fc.record({ busy: fc.double({ min: 0, max: 1, noNaN: true }), batch: fc.boolean() });
    fc.assert(
      fc.property(fc.array(tick, { maxLength: 200 }), before => {
        const rush = new ArrivalBurst();
        for (const { busy, batch } of before) rush.follow(busy, 0.1, batch);
        let last = rush.times;
        expect(last).toBeGreaterThanOrEqual(1);
        for (let i = 0; i < 20; i++) {
          rush.follow(1, 0.1, false);
          expect(rush.times).toBeGreaterThanOrEqual(last);
          last = rush.times;
        }
      }),
    );
  });
});
