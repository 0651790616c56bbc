import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { everything, type Interval, meet, project } from '../../src/model/bounds.js';

const interval = fc
  .tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: 0, max: 50 }))
  .map(([min, width]): Interval => ({ min, max: min + width }));

describe('meet', () => {
  it('is associative, commutative and idempotent, with everything as its neutral element', () => {
    fc.assert(
      fc.property(interval, interval, interval, (a, b, c) => {
        expect(meet(meet(a, b), c)).toEqual(meet(a, meet(b, c)));
        expect(meet(a, b)).toEqual(meet(b, a));
        expect(meet(a, a)).toEqual(a);
        expect(meet(a, everything)).toEqual(a);
      }),
    );
  });

  it('takes the least max and never lets min pass it', () => {
    fc.assert(
      fc.property(interval, interval, (a, b) => {
        const m = meet(a, b);
        expect(m.max).toBe(Math.min(a.max, b.max));
        expect(m.min).toBeLessThanOrEqual(m.max);
      }),
    );
  });
});

describe('project', () => {
  it('stays within the outer interval and keeps what already lies there', () => {
    fc.assert(
      fc.property(interval, interval, (inner, outer) => {
        const p = project(inner, outer);
        expect(p.min).toBeGreaterThanOrEqual(outer.min);
        expect(p.max).toBeLessThanOrEqual(outer.max);
        expect(p.min).toBeLessThanOrEqual(p.max);
        if (inner.min >= outer.min && inner.max <= outer.max) expect(p).toEqual(inner);
      }),
    );
  });

  it('collapses what lies outside to the nearest edge', () => {
    expect(project({ min: 10, max: 12 }, { min: 0, max: 5 })).toEqual({ min: 5, max: 5 });
    expect(project({ min: -9, max: -7 }, { min: 0, max: 5 })).toEqual({ min: 0, max: 0 });
  });
});
