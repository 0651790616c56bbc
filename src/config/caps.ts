import { gigahertz } from '../model/format.js';
import type { Config } from './config.js';
import { ordersOf } from './orders.js';

/** Caps that bound nothing on a machine whose highest clock is `most` kHz, each in words: what was meant may be another unit. */
export const idleCaps = (config: Config, most: number): string[] =>
  ordersOf(config).flatMap(({ max, when }) =>
    max !== undefined && max > most
      ? [`max ${gigahertz(max)} ${when}: above ${gigahertz(most)}, this machine's highest clock, so it bounds nothing`]
      : [],
  );
