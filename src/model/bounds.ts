/** Intervals of a numeric control, and the lattice operations that combine them. */

/** Closed interval; an open side is ±Infinity. Always min ≤ max. */
export interface Interval {
  readonly min: number;
  readonly max: number;
}

export const everything: Interval = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };

/** Greatest lower bound: the least max, and the greatest min no higher than it. Associative, commutative, idempotent. */
export function meet(a: Interval, b: Interval): Interval {
  const max = Math.min(a.max, b.max);
  return { min: Math.min(Math.max(a.min, b.min), max), max };
}

/** `inner` moved into `outer`: what lies outside collapses to the nearest edge. */
export function project(inner: Interval, outer: Interval): Interval {
  return { min: clamp(inner.min, outer), max: clamp(inner.max, outer) };
}

export const clamp = (value: number, within: Interval): number => Math.min(Math.max(value, within.min), within.max);
