import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StretchWork } from '../../../src/governor/features/stretch-work.js';
import { stretchAges } from '../../../src/model/stretch-ages.js';
import { counted, learned, shareOf } from '../stretches.js';

const length = fc.double({ min: 0.05, max: 300, noNaN: true });
const lengths = fc.array(length, { minLength: 1, maxLength: 12 });
/** A start at half the clock for 8 ms. */
const slowly = { startDilation: 2, dilation: 1, raisedAt: 8 };

describe('the share of the work that is done early in its stretch', () => {
  it('is that of the counts at each age, whatever the stretches are', () => {
    fc.assert(
      fc.property(lengths, all => {
        const work = learned(all);
        for (const age of stretchAges) expect(work.share(age)).toBeCloseTo(shareOf(all, age), 9);
      }),
    );
  });

  it('is all of the work for stretches of 3 ms from 4 ms on, and what it says between lies within 1/8 of the truth', () => {
    const work = learned([3]);
    for (const age of [4, 5, 8, 30, 64, 200]) expect(work.share(age)).toBeCloseTo(1, 12);
    for (const age of [1, 1.5, 2, 2.5, 3, 3.5])
      expect(Math.abs(work.share(age) - shareOf([3], age))).toBeLessThan(1 / 8);
  });

  it('tells a mixture from stretches of its mean length', () => {
    const mixed = learned([1, 1, 1, 1, 1, 1, 1, 1, 1, 91]);
    expect(mixed.share(16)).toBeCloseTo((9 + 16) / 100, 9);
    expect(learned([10]).share(16)).toBeCloseTo(1, 9);
  });

  it('lies between the chord and what concavity allows', () => {
    fc.assert(
      fc.property(lengths, fc.double({ min: 1, max: 64, noNaN: true }), (all, w) => {
        const work = learned(all);
        const k = stretchAges.findIndex(age => age >= w);
        const [before = 0, low = 0, high = 0] = [stretchAges[k - 2] ?? 0, stretchAges[k - 1] ?? 0, stretchAges[k] ?? 0];
        const at = (age: number): number => shareOf(all, age);
        const chord = at(low) + ((at(high) - at(low)) * (w - low)) / (high - low || 1);
        const steepest = low > 0 ? (at(low) - at(before)) / (low - before) : Number.POSITIVE_INFINITY;
        const most = Math.min(at(high), at(low) + steepest * Math.max(0, w - low));
        expect(work.share(w)).toBeGreaterThanOrEqual(chord - 1e-9);
        expect(work.share(w)).toBeLessThanOrEqual(Math.max(most, chord) + 1e-9);
      }),
    );
  });

  it('grows with the work, from 0 to at most 1, and ever more slowly from age to age', () => {
    const work = fc.double({ min: 0, max: 400, noNaN: true });
    fc.assert(
      fc.property(lengths, work, work, (all, a, b) => {
        const f = learned(all);
        const [less, more] = [Math.min(a, b), Math.max(a, b)];
        expect(f.share(0)).toBe(0);
        expect(f.share(less)).toBeGreaterThanOrEqual(0);
        expect(f.share(less)).toBeLessThanOrEqual(f.share(more) + 1e-9);
        expect(f.share(more)).toBeLessThanOrEqual(1 + 1e-9);
        expect(f.outlasting(more)).toBeLessThanOrEqual(f.outlasting(less) + 1e-6);
      }),
    );
  });

  it('counts the stretches that outlast some work: each of 100 ms outlasts 10, ten to the second of work', () => {
    expect(learned([100]).outlasting(10)).toBeCloseTo(10, 9);
    expect(learned([3]).outlasting(10)).toBeCloseTo(0, 9);
    // One of 100 ms and a hundred of 1 ms: five of them to the second of work.
    expect(learned([100, ...new Array<number>(100).fill(1)]).outlasting(10)).toBeCloseTo(5, 9);
  });

  it('is counted in work and not in time: a start at half the clock changes nothing where its ages fall on those looked at', () => {
    fc.assert(
      fc.property(lengths, all => {
        const work = learned(all, slowly);
        // At half the clock 2, 4 and 8 ms are 1, 2 and 4 ms of work.
        for (const w of [1, 2, 4]) expect(work.share(w)).toBeCloseTo(shareOf(all, w), 9);
        // From then on the work at an age lies between two points: never too much is said to be early.
        for (const w of [8, 16, 32]) {
          expect(work.share(w)).toBeLessThanOrEqual(shareOf(all, w) + 1e-9);
          expect(work.share(w)).toBeGreaterThanOrEqual(shareOf(all, 4) - 1e-9);
        }
      }),
    );
  });

  it('counts a stretch that is capped for all of its time as one of its work at top', () => {
    const capped = learned([6, 30], { startDilation: 2, dilation: 2, raisedAt: 0 });
    for (const w of [1, 2, 4, 8, 16, 32]) expect(capped.share(w)).toBeCloseTo(shareOf([6, 30], w), 9);
  });
});

describe('what it remembers', () => {
  it('says that all work is early, and nothing outlasts, until it saw 20 ms of work', () => {
    const work = new StretchWork();
    const said = () => [work.known, work.share(1), work.outlasting(1)];
    expect(said()).toEqual([false, 1, 0]);
    work.take(counted([19]), 0.1);
    expect(said()).toEqual([false, 1, 0]);
    work.take(counted([19]), 0.1);
    expect(work.known).toBe(true);
    expect(work.share(1)).toBeCloseTo(1 / 19, 9);
  });

  it('forgets to 1/e in 5 s of other work', () => {
    const work = learned(new Array<number>(10).fill(2));
    const long = counted(new Array<number>(10).fill(20));
    for (let i = 0; i < 50; i++) work.take(long, 0.1);
    const old = Math.exp(-1);
    const before = 1 - Math.exp(-60 / 5);
    expect(work.share(4)).toBeCloseTo((old * before + (1 - old) * (4 / 20)) / (old * before + 1 - old), 9);
  });

  it('forgets nothing while nothing runs', () => {
    const work = learned([2, 40]);
    const before = work.share(4);
    for (let i = 0; i < 1000; i++) work.take(counted([]), 0.1);
    expect(work.share(4)).toBe(before);
  });

  it('goes on the same when it is restored', () => {
    fc.assert(
      fc.property(lengths, lengths, (first, then) => {
        const one = new StretchWork();
        one.take(counted(first, slowly), 0.1);
        const other = new StretchWork();
        other.restore(structuredClone(one.save()));
        for (const work of [one, other]) work.take(counted(then), 0.2);
        for (const w of [0.5, 1, 3, 10, 100]) {
          expect(other.share(w)).toBe(one.share(w));
          expect(other.outlasting(w)).toBe(one.outlasting(w));
        }
      }),
    );
  });
});
