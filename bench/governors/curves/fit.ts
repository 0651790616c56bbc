/**
 * The simulator's own power curve fitted to measured operating points of one cluster.
 *
 * P(f) = ceff·V²·f + leak·V² + base, V = 1 below a knee, and 1 + a·z + b·z² above it, z from 0 at the knee to 1 at the top
 *
 * Voltages are not in the data, so V is relative to that of the lowest point. Knee, a and b by search, the three powers by least squares (not
 * negative), all minimising the relative error: a phone's lowest point counts as much as its highest.
 */
import { nonNegative } from './least-squares.js';

export interface Point {
  /** GHz and W. */
  readonly f: number;
  readonly watts: number;
}

export interface Curve {
  readonly knee: number;
  readonly a: number;
  readonly b: number;
  readonly top: number;
  readonly ceff: number;
  readonly leak: number;
  readonly base: number;
}

const rises = Array.from({ length: 16 }, (_, i) => i * 0.1);
const bends = [0, 0.15, 0.3, 0.5, 0.75];

export function voltage({ knee, a, b, top }: Pick<Curve, 'knee' | 'a' | 'b' | 'top'>, f: number): number {
  const z = Math.max(0, (f - knee) / Math.max(1e-9, top - knee));
  return 1 + a * z + b * z * z;
}

export const power = (c: Curve, f: number): number => (c.ceff * f + c.leak) * voltage(c, f) ** 2 + c.base;

export function fitCurve(points: readonly Point[]): Curve {
  const top = Math.max(...points.map(p => p.f));
  let best: Curve | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const { f: knee } of points.filter(p => p.f < top)) {
    for (const a of rises) {
      for (const b of bends) {
        const v2 = points.map(p => voltage({ knee, a, b, top }, p.f) ** 2);
        const columns = [
          points.map((p, i) => ((v2[i] ?? 1) * p.f) / p.watts),
          points.map((p, i) => (v2[i] ?? 1) / p.watts),
          points.map(p => 1 / p.watts),
        ];
        const { coefficients, squared } = nonNegative(
          columns,
          points.map(() => 1),
        );
        if (squared >= least) continue;
        const [ceff = 0, leak = 0, base = 0] = coefficients;
        least = squared;
        best = { knee, a, b, top, ceff, leak, base };
      }
    }
  }
  if (best === undefined) throw new RangeError(`${points.length} points: expected at least two frequencies`);
  return best;
}

/** Root mean square of the relative error. */
export const relativeError = (curve: Curve, points: readonly Point[]): number =>
  Math.sqrt(points.reduce((sum, p) => sum + (power(curve, p.f) / p.watts - 1) ** 2, 0) / points.length);

/** The same at points that the curve has not seen: every second one; the ends are always seen. */
export function unseenError(points: readonly Point[]): number {
  const sorted = [...points].sort((p, q) => p.f - q.f);
  const seen = sorted.filter((_, i) => i % 2 === 0 || i === sorted.length - 1);
  return relativeError(
    fitCurve(seen),
    sorted.filter(p => !seen.includes(p)),
  );
}
