/**
 * A server's package power by load, as in Fan, Weber and Barroso (2007): P = idle + (full − idle)·(2u − u^r), u the load in [0, 1]. r = 1 is a
 * straight line, the only shape possible if all cores have the same power.
 */
import { nonNegative } from './least-squares.js';

export interface LoadPoint {
  readonly load: number;
  readonly watts: number;
}

export interface LoadFit {
  readonly idle: number;
  readonly full: number;
  readonly r: number;
  /** Root mean square of the relative error, and that of the straight line. */
  readonly error: number;
  readonly lineError: number;
}

const exponents = Array.from({ length: 31 }, (_, i) => 1 + i * 0.1);

export function fitLoad(points: readonly LoadPoint[]): LoadFit {
  const fits = exponents.map(r => {
    const shape = points.map(p => 2 * p.load - p.load ** r);
    const columns = [
      points.map((p, i) => (1 - (shape[i] ?? 0)) / p.watts),
      points.map((p, i) => (shape[i] ?? 0) / p.watts),
    ];
    const { coefficients, squared } = nonNegative(
      columns,
      points.map(() => 1),
    );
    const [idle = 0, full = 0] = coefficients;
    return { idle, full, r, error: Math.sqrt(squared / points.length) };
  });
  const best = fits.reduce((a, b) => (b.error < a.error ? b : a));
  return { ...best, lineError: fits[0]?.error ?? Number.NaN };
}
