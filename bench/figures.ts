/** One line of a bench: a median with its spread, and the bar for it, if there is one. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  readonly low: number;
  readonly high: number;
  readonly bar?: number | undefined;
}

/** Median, 10th and 90th percentile. */
export function spread(values: readonly number[]): { median: number; low: number; high: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), low: at(0.1), high: at(0.9) };
}

export function print(figures: readonly Figure[]): void {
  for (const { name, unit, median, low, high, bar } of figures) {
    const verdict = bar === undefined ? '' : `  bar ${bar} ${unit}: ${median <= bar ? 'kept' : 'MISSED'}`;
    console.log(`${name.padEnd(58)} ${show(median)} ${unit}  (${show(low)}–${show(high)})${verdict}`);
  }
}

const show = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toPrecision(3));
