import type { Status } from '../../control/protocol/status.js';

/** The zone nearest to its trip; where none has one, the hottest. */
export function tightest(zones: Status['zones']): Status['zones'][number] | undefined {
  const margin = (zone: Status['zones'][number]): number => (zone.trip ?? 1000) - zone.celsius;
  return [...zones].sort((a, b) => margin(a) - margin(b))[0];
}
