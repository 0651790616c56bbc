import type { Saved, Stateful } from '../../model/saved.js';
import type { ZoneReading } from '../../model/sensing/reading.js';
import { zoneTarget } from '../../model/thermal-target.js';
import type { Topology } from '../../model/topology.js';

const nearDegrees = 5;
const farDegrees = 7;

/** True when a zone is within 5 °C of its trip, until all zones are 7 °C away. No floor is set while it is true (THEORY 3, pace). */
export class NearTrip implements Stateful {
  private near = false;
  private trips: { readonly from: Topology; readonly bySignal: ReadonlyMap<string, number> } | undefined;

  follow(zones: readonly ZoneReading[], topology: Topology): boolean {
    if (this.trips?.from !== topology) {
      const known = topology.zones.flatMap((z): [string, number][] => {
        const trip = zoneTarget(z)?.trip;
        return trip === undefined ? [] : [[z.signal, trip]];
      });
      this.trips = { from: topology, bySignal: new Map(known) };
    }
    const margin = this.near ? farDegrees : nearDegrees;
    let near = false;
    for (const { signal, temperature } of zones)
      if (temperature > (this.trips.bySignal.get(signal) ?? Number.POSITIVE_INFINITY) - margin) near = true;
    this.near = near;
    return near;
  }

  save() {
    return { near: this.near };
  }

  restore(saved: Saved<NearTrip>): void {
    this.near = saved.near;
  }
}
