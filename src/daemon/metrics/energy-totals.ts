import type { Reading } from '../../model/sensing/reading.js';

/** Joules of each domain since the daemon started: a counter must only grow. */
export class EnergyTotals {
  private readonly joules = new Map<string, number>();

  follow({ energy }: Reading): void {
    for (const { domain, energy: used } of energy) this.joules.set(domain, (this.joules.get(domain) ?? 0) + used);
  }

  all(): ReadonlyMap<string, number> {
    return this.joules;
  }
}
