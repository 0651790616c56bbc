/** How a clock lengthens work with compute share β: a run at x = f/top takes β/x + 1 − β of its time at top (THEORY 3). */

/** How much longer the same work takes at the clock `x` = f/top, as a share of its time at top. */
export const lengthening = (beta: number, x: number): number => beta * (1 / x - 1);

/**
 * How many times as long the same work takes at the clock `x` as at top. Written so that it is never below 1: `β / x + 1 − β` rounds to just less
 * than 1 at x = 1, and a CPU would be utilised for more than all of its time.
 */
export const dilation = (beta: number, x: number): number => 1 + lengthening(beta, x);

/** The clock, as a share of top, at which a run is longer by `budget`. */
export const cappedShare = (beta: number, budget: number): number => (beta + budget > 0 ? beta / (beta + budget) : 1);
