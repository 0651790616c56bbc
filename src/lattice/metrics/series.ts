/** Reads and checks series in typed arrays. */

/** `x[i]`; NaN outside, which spreads into the result and does not hide there as a 0 would. */
export const at = (x: Float64Array, i: number): number => x[i] ?? Number.NaN;

/** False for NaN, ±∞ and sizes whose squares would overflow: such a sample is missing. No measured quantity comes near 10¹⁰⁰. */
export const usable = (x: number): boolean => Math.abs(x) <= 1e100;

/** True when no sample is missing. Otherwise a batch metric is `undefined`. */
export function allUsable(x: Float64Array): boolean {
  for (let i = 0; i < x.length; i++) if (!usable(at(x, i))) return false;
  return true;
}

/** The arithmetic mean of a series, NaN of an empty one. Unit: the series'. */
export function mean(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += at(x, i);
  return sum / x.length;
}

/** Σx², the energy of a series. Unit: the series' squared. */
export function energy(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += at(x, i) ** 2;
  return sum;
}

/** Throws unless `value` is a finite number above 0. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${name} is ${value}, expected a finite number > 0`);
}

/** Throws unless `value` is a whole number of at least `least`. */
export function requireWhole(name: string, value: number, least: number): void {
  if (!(Number.isInteger(value) && value >= least))
    throw new RangeError(`${name} is ${value}, expected a whole number ≥ ${least}`);
}

/** Throws unless `value` is a whole number of at least 1, or Infinity: a window that never forgets. */
export function requireWindow(name: string, value: number): void {
  if (value !== Number.POSITIVE_INFINITY) requireWhole(name, value, 1);
}
