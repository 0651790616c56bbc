/** Quantities as branded numbers: the compiler refuses to mix a power with an energy, and at run time they are plain numbers. */
declare const unit: unique symbol;
type Quantity<U extends string> = number & { readonly [unit]: U };

export type Kilohertz = Quantity<'kHz'>;
export type Joules = Quantity<'J'>;
export type Watts = Quantity<'W'>;
export type Celsius = Quantity<'°C'>;
export type Seconds = Quantity<'s'>;
/** CLOCK_MONOTONIC time or a span of it; exact as a double for 104 days of uptime, then to a few ns. */
export type Nanoseconds = Quantity<'ns'>;
/** A share in [0, 1]. */
export type Ratio = Quantity<'ratio'>;

export const kilohertz = (n: number): Kilohertz => n as Kilohertz;
export const joules = (n: number): Joules => n as Joules;
export const watts = (n: number): Watts => n as Watts;
export const celsius = (n: number): Celsius => n as Celsius;
export const seconds = (n: number): Seconds => n as Seconds;
export const nanoseconds = (n: number): Nanoseconds => n as Nanoseconds;
export const ratio = (n: number): Ratio => n as Ratio;

/** Length of a span of nanoseconds in seconds. */
export const spanSeconds = (from: Nanoseconds, to: Nanoseconds): Seconds => seconds((to - from) / 1e9);

/** A number that may be missing, as a quantity; NaN and infinities are missing too. */
export const finite = <T>(value: number | undefined, brand: (n: number) => T): T | undefined =>
  value === undefined || !Number.isFinite(value) ? undefined : brand(value);
