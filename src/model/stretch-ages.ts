/**
 * Age of a busy stretch: the busy time since the CPU last had a break. A machine with a reflex counts the busy time spent below some ages, and gives a
 * stretch another clock at an age.
 */

/** ms; `policy0.young_4ms` counts below the third. */
export const stretchAges = [1, 2, 4, 8, 16, 32, 64] as const;

/**
 * The age in ms at which a stretch is raised in the mean, if it is to be by `raiseMs`. It is looked at once in each tick of the scheduler, and from a tick
 * before its age on it is waited for. An age below a tick may be over at the first one, which comes at any age up to a tick, all alike.
 */
export const raisedAt = (raiseMs: number, tickMs: number): number =>
  raiseMs >= tickMs ? raiseMs : (raiseMs ** 2 + tickMs ** 2) / (2 * tickMs);
