import { type Point, pointOf } from '../../../src/governor/gpu/points.js';

/** Points from no limit downwards, of [slowdown, power, error]. */
export const pointsFrom = (...seen: readonly (readonly [number, number, number?])[]): Point[] =>
  seen.map(([slow, power, error = 0], i) => pointOf(10 - i, true, { time: 1 + slow, error, power, powerError: 0 }));
