const levels = '▁▂▃▄▅▆▇█';

/** A row of columns as high as the values between 0 and the greatest of them; a gap where nothing is known. */
export const sparkline = (values: readonly (number | undefined)[]): string =>
  tallSparkline(values, undefined, 1).join('');

const level = (share: number): string =>
  levels[Math.min(levels.length - 1, Math.max(0, Math.floor(share * levels.length)))] ?? ' ';

/** The same over several rows, the highest first. */
export function tallSparkline(
  values: readonly (number | undefined)[],
  top: number | undefined,
  rows: number,
): string[] {
  const most = top ?? values.reduce<number>((max, value) => Math.max(max, value ?? 0), 0);
  return Array.from({ length: rows }, (_, i) => {
    const below = rows - 1 - i;
    return values.map(value => cellOf(value, most, rows, below)).join('');
  });
}

function cellOf(value: number | undefined, top: number, rows: number, below: number): string {
  if (value === undefined) return ' ';
  const filled = (top > 0 ? value / top : 0) * rows - below;
  return filled <= 0 && below > 0 ? ' ' : level(filled);
}

export interface TimedValue {
  readonly at: number;
  readonly value: number;
}

/** The mean of each of `cells` equal slots that end at `until`; a slot without a value of its own repeats the one before. */
export function slots(
  points: readonly TimedValue[],
  until: number,
  spanMs: number,
  cells: number,
): (number | undefined)[] {
  const sums = Array.from({ length: cells }, () => ({ sum: 0, n: 0 }));
  let held: number | undefined;
  for (const { at, value } of points) {
    const cell = sums[cells - 1 - Math.floor(((until - at) / spanMs) * cells)];
    if (cell === undefined) {
      if (at < until) held = value;
      continue;
    }
    cell.sum += value;
    cell.n++;
  }
  return sums.map(({ sum, n }) => {
    if (n > 0) held = sum / n;
    return held;
  });
}
