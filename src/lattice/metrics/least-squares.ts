/** Small symmetric systems S w = r by Cholesky's factorisation S = L·Lᵀ, in arrays that the caller owns: nothing is allocated. */
import { at } from './series.js';

/**
 * Replaces S by L in place. S is n×n, row-major, from `offset` on in `factor`; only its lower triangle is read and written. Of a matrix that
 * is not positive definite the first element becomes 0, which `solve` checks.
 */
export function factorize(factor: Float64Array, offset: number, n: number): void {
  for (let i = 0; i < n; i++) {
    const row = offset + i * n;
    for (let j = 0; j <= i; j++) {
      const other = offset + j * n;
      let sum = at(factor, row + j);
      for (let k = 0; k < j; k++) sum -= at(factor, row + k) * at(factor, other + k);
      if (i === j && !(sum > 0)) {
        factor[offset] = 0;
        return;
      }
      factor[row + j] = i === j ? Math.sqrt(sum) : sum / at(factor, other + j);
    }
  }
}

/** Solves L·Lᵀ w = r with L from `offset` on in `factor`; w is all 0 where there was no factor. n is the length of r. */
export function solve(w: Float64Array, factor: Float64Array, offset: number, r: Float64Array): void {
  const n = r.length;
  if (!(at(factor, offset) > 0)) {
    w.fill(0);
    return;
  }
  for (let i = 0; i < n; i++) {
    let sum = at(r, i);
    for (let k = 0; k < i; k++) sum -= at(factor, offset + i * n + k) * at(w, k);
    w[i] = sum / at(factor, offset + i * n + i);
  }
  for (let i = n - 1; i >= 0; i--) {
    let sum = at(w, i);
    for (let k = i + 1; k < n; k++) sum -= at(factor, offset + k * n + i) * at(w, k);
    w[i] = sum / at(factor, offset + i * n + i);
  }
}
