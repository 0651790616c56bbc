import type { Zone } from '../model/topology.js';

const marginBelow: Readonly<Record<string, number>> = { passive: 2, hot: 2, critical: 7 };
const plausibleTrip = { min: 40, max: 130 };

/** The temperature that a zone should stay below, with the trip it comes from; °C. */
export interface Target {
  readonly celsius: number;
  readonly trip: number;
  readonly type: string;
}

/** The lowest plausible passive or hot trip minus 2 °C, or critical one minus 7 °C; undefined where there is none. */
export function zoneTarget(zone: Zone): Target | undefined {
  let best: Target | undefined;
  for (const { type, celsius } of zone.trips) {
    const margin = marginBelow[type];
    if (margin === undefined || celsius < plausibleTrip.min || celsius > plausibleTrip.max) continue;
    if (best === undefined || celsius - margin < best.celsius)
      best = { celsius: celsius - margin, trip: celsius, type };
  }
  return best;
}
