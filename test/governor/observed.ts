import type { DomainFeatures } from '../../src/governor/features/features.js';
import { situation } from './situation.js';

/** Features of a domain that is busy for the share `load` at top, held back by `slowdown`, over `interval` s. */
export function working(load: number, slowdown: number, interval: number): readonly DomainFeatures[] {
  const busy = Math.min(1, load * (1 + slowdown));
  return situation({ features: { busy, worked: (busy / (1 + slowdown)) * interval, slowdown } }).features;
}
