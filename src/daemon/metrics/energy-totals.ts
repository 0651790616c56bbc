import type { LiveReading } from '../../model/sensing/reading.js';

/** Joules of each domain since the daemon started: a counter must only grow. */
export class EnergyTotals {
  private readonly joules = new Map<string, number>();

  private readonly summed = new Map<string, number>();

  follow({ energy, total }: LiveReading): void {
    if (total !== undefined) this.summed.set(total.what, (this.summed.get(total.what) ?? 0) + total.energy);
    for (const { domain, energy: used } of energy) this.joules.set(domain, (this.joules.get(domain) ?? 0) + used);
  }

  /** By what the total is of. */
  totals(): ReadonlyMap<string, number> {
    return this.summed;
  }

  all(): ReadonlyMap<string, number> {
    return this.joules;
  }
}
