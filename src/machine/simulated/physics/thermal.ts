/**
 * Two-node thermal model: P → (Ca) –Ra– (Cb) –Rb– Tamb.
 *
 *   Ca·dTa/dt = P − (Ta−Tb)/Ra        Cb·dTb/dt = (Ta−Tb)/Ra − (Tb−Tamb)/Rb
 *
 * Solved exactly for constant P over a step of any length: the deviation x from the steady state obeys x(t) = exp(A·t)·x(0),
 * and a 2×2 matrix with eigenvalues λ₁ ≠ λ₂ has exp(A·t) = (e^{λ₁t}(A−λ₂I) − e^{λ₂t}(A−λ₁I)) / (λ₁−λ₂).
 */
import type { PlatformNumbers } from './platform.js';

/** Row-major 2×2 matrix. */
type Matrix = readonly [number, number, number, number];

/** Temperatures in °C after an infinite time at a power in W. */
export function steadyState(p: PlatformNumbers, watts: number): { junction: number; case: number } {
  const body = p.Tamb + watts * p.Rb;
  return { junction: body + watts * p.Ra, case: body };
}

export class Thermal {
  /** Junction (Ta) and case (Tb) temperature, °C. */
  junction: number;
  case: number;
  private readonly p: PlatformNumbers;
  private readonly perMs: Matrix;

  /** Starts in the steady state of `watts`. */
  constructor(p: PlatformNumbers, watts = 0) {
    this.p = p;
    const start = steadyState(p, watts);
    this.junction = start.junction;
    this.case = start.case;
    this.perMs = propagator(p, 1);
  }

  /** Advances by `ms` at a constant power in W; exact, hence stable for any step. */
  advance(watts: number, ms: number): void {
    const [a, b, c, d] = ms === 1 ? this.perMs : propagator(this.p, ms);
    const steadyCase = this.p.Tamb + watts * this.p.Rb;
    const steadyJunction = steadyCase + watts * this.p.Ra;
    const x = this.junction - steadyJunction;
    const y = this.case - steadyCase;
    this.junction = steadyJunction + a * x + b * y;
    this.case = steadyCase + c * x + d * y;
  }
}

function propagator(p: PlatformNumbers, ms: number): Matrix {
  const a = -1 / (p.Ra * p.Ca);
  const b = -a;
  const c = 1 / (p.Ra * p.Cb);
  const d = -c - 1 / (p.Rb * p.Cb);
  const spread = Math.sqrt((a - d) ** 2 + 4 * b * c);
  const fast = (a + d - spread) / 2;
  const slow = (a + d + spread) / 2;
  const ef = Math.exp((fast * ms) / 1000);
  const es = Math.exp((slow * ms) / 1000);
  const entry = (value: number, diagonal: number): number =>
    (es * (value - fast * diagonal) - ef * (value - slow * diagonal)) / spread;
  return [entry(a, 1), entry(b, 0), entry(c, 0), entry(d, 1)];
}
