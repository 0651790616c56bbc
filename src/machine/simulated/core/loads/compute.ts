import { steady } from './steady.js';

/** Compute-bound: 500 ms, m .05, gap .5 ms. */
export const compute = steady('compute', 0.05);
