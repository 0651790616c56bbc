import type { Outcome } from '../../machine/machine.js';
import type { LoopObserver, Ticked } from '../loop/observer.js';
import { EnergyTotals } from '../metrics/energy-totals.js';

/** What was measured and written since the start, for the account at the end. */
export class Account implements LoopObserver {
  private readonly energy = new EnergyTotals();
  private values = 0;

  ticked({ tick }: Pick<Ticked, 'tick'>): void {
    this.energy.follow(tick.reading);
  }

  wrote(results: Outcome['results']): void {
    this.values += Object.values(results).filter(result => 'value' in result).length;
  }

  /** Values that the kernel took. */
  get written(): number {
    return this.values;
  }

  /** J, by what the total was of: `psys`. */
  get used(): ReadonlyMap<string, number> {
    return this.energy.totals();
  }
}
