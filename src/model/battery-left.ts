/** How long batteries last. */

/** Power below this is no discharge: a full battery gives some while something else feeds the machine, W. */
const leastWatts = 0.5;

/** Power that a battery gave (positive) or took at a time, ms. */
export interface BatteryMoment {
  readonly at: number;
  readonly watts: number | null;
}

/**
 * Seconds until `wattHours` are used up at the mean power of the moments of the last `spanMs`, which are in order of time: t = E / P̄. Undefined where
 * the newest moment is no discharge, and before there are two moments of it: one value is a moment's accident. A time of charging or without a reading
 * ends what is looked back at. O(moments).
 */
export function secondsLeft(wattHours: number, moments: readonly BatteryMoment[], spanMs: number): number | undefined {
  const end = moments.at(-1)?.at ?? 0;
  let [sum, count] = [0, 0];
  for (let i = moments.length - 1; i >= 0; i--) {
    const { at, watts } = moments[i] ?? { at: 0, watts: null };
    // A clock that was set makes times of before mean nothing.
    if (watts === null || watts < leastWatts || at > end || end - at > spanMs) break;
    sum += watts;
    count++;
  }
  return count < 2 || !(wattHours > 0) ? undefined : (wattHours * 3600 * count) / sum;
}
