/**
 * Age of a busy stretch: the busy time since the CPU last had a break. A machine with a reflex counts the busy time spent below some ages, and gives a
 * stretch another clock at an age.
 */

/** ms; `policy0.young_4ms` counts below the third. */
export const stretchAges = [1, 2, 4, 8, 16, 32, 64] as const;

/** The age in ms at which a stretch is raised in the mean, if it has to be by `raiseMs`: it is looked at once in each tick of the scheduler. */
export const raisedAt = (raiseMs: number, tickMs: number): number => Math.max(0, raiseMs - tickMs / 2);
