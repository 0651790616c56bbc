import { steady } from './steady.js';

/** Memory-bound: 500 ms, m .8, gap .5 ms. */
export const membound = steady('membound', 0.8);
