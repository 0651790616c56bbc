/**
 * When to look again at work without a limit. A look gives up the saving of the setting for as long as it lasts, so its price is known beforehand,
 * and the price is bounded.
 *
 * 1. While a setting is held: every half hour, since conditions drift, and after 2½, 5, 10 and 20 minutes if more certainty might change the answer;
 *    but not before the look costs at most 0.3 % of the energy used since the last.
 * 2. While a setting is tried and unclear: three times at most, and all of them at most 0.3 % of the energy of half an hour.
 * 3. If a setting turned out slow, look again if the last look is older than 2 minutes: conditions may have changed for all settings.
 */
import type { Saved, Stateful } from '../../model/saved.js';

const every = { uncertain: 150, certain: 1800 };
const watched = 600;
const stale = 120;
const mostTried = 3;
const triedIn = 1800;
const mostOfEnergy = 0.003;

export class ProbeSchedule implements Stateful {
  private tried = 0;
  private patience = every.uncertain;
  /** Seconds since the last look ended. */
  private age = 0;

  pass(seconds: number): void {
    this.age += seconds;
  }

  end(): void {
    this.age = 0;
  }

  get isStale(): boolean {
    return this.age > stale;
  }

  /** Whether the state without a limit, held all this time, has been watched long enough to judge again. */
  get isWatched(): boolean {
    return this.age > watched;
  }

  /** Whether a look is due while a setting is held. `price` is in seconds of the energy used at that setting. */
  isDue(price: number, uncertain: boolean): boolean {
    const due = this.age > Math.max(uncertain ? this.patience : every.certain, price / mostOfEnergy);
    if (due) this.patience = Math.min(every.certain, this.patience * 2);
    return due;
  }

  /** Whether one more look may be made for a setting that is unclear. */
  mayTry(price: number): boolean {
    const may = this.tried < mostTried && ((this.tried + 1) * price) / mostOfEnergy <= triedIn;
    if (may) this.tried++;
    return may;
  }

  save() {
    const { tried, patience, age } = this;
    return { tried, patience, age };
  }

  restore(saved: Saved<ProbeSchedule>): void {
    ({ tried: this.tried, patience: this.patience, age: this.age } = saved);
  }
}
