/** J, and how many samples told any. */
export interface Counted {
  readonly joules: number;
  readonly told: number;
}

export const uncounted: Counted = { joules: 0, told: 0 };

export const plus = (counted: Counted, joules: number | undefined): Counted =>
  joules === undefined ? counted : { joules: counted.joules + joules, told: counted.told + 1 };

/** J from one moment to another; undefined where no sample told any. */
export const used = (from: Counted, to: Counted): number | undefined =>
  to.told === from.told ? undefined : to.joules - from.joules;

const restSeconds = 60;

/** W at rest: a mean over a minute of samples at rest, with one more of so many J in so many s. */
export function meanAtRest(
  before: number | undefined,
  joules: number | undefined,
  seconds: number,
): number | undefined {
  if (joules === undefined) return before;
  const watts = joules / seconds;
  return before === undefined ? watts : before - Math.expm1(-seconds / restSeconds) * (watts - before);
}
