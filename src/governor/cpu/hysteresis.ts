import type { Saved, Stateful } from '../../model/saved.js';

/** A cap that rises at once. It falls only after a lower one was wanted for `lowerAfter` seconds without a break, since each change is a write. */
export class Hysteresis implements Stateful {
  private readonly lowerAfter: number;
  private readonly farBelow: number;
  private lowFor = 0;
  /** Highest value wanted while falling. */
  private highest = 0;
  private value: number | undefined;

  /** `farBelow`: a value lower by more than this share is taken at once. */
  constructor(lowerAfter: number, farBelow = 1) {
    this.lowerAfter = lowerAfter;
    this.farBelow = farBelow;
  }

  /** Takes the value wanted over the last `interval` s; returns the one to hold. */
  follow(wanted: number, interval: number): number {
    if (this.value === undefined || wanted >= this.value || wanted < this.value * (1 - this.farBelow)) {
      this.value = wanted;
      this.lowFor = 0;
      this.highest = 0;
      return wanted;
    }
    this.lowFor += interval;
    this.highest = Math.max(this.highest, wanted);
    if (this.lowFor >= this.lowerAfter) {
      this.value = this.highest;
      this.lowFor = 0;
      this.highest = 0;
    }
    return this.value;
  }

  reset(): void {
    this.value = undefined;
    this.lowFor = 0;
    this.highest = 0;
  }

  save() {
    const { lowFor, highest, value } = this;
    return { lowFor, highest, value };
  }

  restore(saved: Saved<Hysteresis>): void {
    ({ lowFor: this.lowFor, highest: this.highest, value: this.value } = saved);
  }
}
