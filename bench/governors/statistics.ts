/** Mean over seeds, and the upper end of its 95 % confidence interval (one-sided 97.5 %, Student's t). */
export interface Summary {
  readonly mean: number;
  readonly upper: number;
  readonly lower: number;
}

/** 97.5 % quantiles of Student's t for 1, 2, 3 … degrees of freedom; beyond the table the normal's quantile, rounded up a little. */
const t975 = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131];
const tLarge = 2.12;

export function summary(values: readonly number[]): Summary {
  const n = values.length;
  const mean = values.reduce((a, b) => a + b, 0) / n;
  if (n < 2) return { mean, upper: mean, lower: mean };
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / (n - 1);
  const half = (t975[n - 2] ?? tLarge) * Math.sqrt(variance / n);
  return { mean, upper: mean + half, lower: mean - half };
}
