/** Coefficients ≥ 0 that bring Σ coefficients·columns closest to `wanted`, exactly: the best of all subsets of columns whose own solution is ≥ 0. */
export function nonNegative(
  columns: readonly (readonly number[])[],
  wanted: readonly number[],
): { coefficients: number[]; squared: number } {
  let best = { coefficients: columns.map(() => 0), squared: dot(wanted, wanted) };
  for (let subset = 1; subset < 2 ** columns.length; subset++) {
    const used = columns.filter((_, i) => subset & (1 << i));
    const solution = solve(
      used.map(a => used.map(b => dot(a, b))),
      used.map(a => dot(a, wanted)),
    );
    if (solution?.every(c => c >= 0) !== true) continue;
    const squared = wanted.reduce((sum, w, row) => {
      const error = used.reduce((e, column, i) => e - (column[row] ?? 0) * (solution[i] ?? 0), w);
      return sum + error * error;
    }, 0);
    if (squared >= best.squared) continue;
    let next = 0;
    best = { coefficients: columns.map((_, i) => (subset & (1 << i) ? (solution[next++] ?? 0) : 0)), squared };
  }
  return best;
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0);

/** Solves a small symmetric system by elimination; undefined if it has no unique solution. */
function solve(matrix: number[][], right: number[]): number[] | undefined {
  const n = right.length;
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (let i = 0; i < n; i++) {
    const pivot = rows.slice(i).reduce((a, b) => (Math.abs(b[i] ?? 0) > Math.abs(a[i] ?? 0) ? b : a));
    const head = pivot[i] ?? 0;
    if (Math.abs(head) < 1e-12) return undefined;
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(i, 0, pivot);
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = (row[i] ?? 0) / head;
      for (let k = i; k <= n; k++) row[k] = (row[k] ?? 0) - factor * (pivot[k] ?? 0);
    }
  }
  return rows.map((row, i) => (row[n] ?? 0) / (row[i] ?? 1));
}
