/**
 * The clock limit that the firmware of a package gives its cores.
 *
 * 1. Turbo bins: the highest clock by the number of cores that ran in the last ms.
 * 2. Long-term power limit (PL1): once the average over tau has reached it, the clock limit goes down an operating point of 0.1 GHz every 10 ms in
 *    which the package drew more than PL1, and up one in which it drew less; while the average is below PL1 it goes up.
 */
export interface TurboNumbers {
  /** GHz with 1, 2, 3 … active cores. */
  readonly bins: readonly number[];
  /** W and s. */
  readonly pl1: number;
  readonly tau: number;
}

const everyMs = 10;
const step = 0.1;

export class Turbo {
  /** Highest clock now, GHz. */
  limit: number;
  private readonly numbers: TurboNumbers;
  private readonly lowest: number;
  /** W over tau, and mJ since the last step. */
  private average = 0;
  private drawn = 0;
  private ms = 0;
  private powerLimit: number;

  /** `lowest`: GHz below which the power limit does not go. */
  constructor(numbers: TurboNumbers, lowest: number) {
    this.numbers = numbers;
    this.lowest = lowest;
    this.powerLimit = this.highest;
    this.limit = this.highest;
  }

  /** One ms in which `active` cores ran and the package drew `watts`. */
  tick(active: number, watts: number): void {
    const { bins, pl1, tau } = this.numbers;
    this.average += (1 - Math.exp(-1 / (tau * 1000))) * (watts - this.average);
    this.drawn += watts;
    if (++this.ms === everyMs) {
      const over = this.average >= pl1 && this.drawn > pl1 * everyMs;
      this.powerLimit = Math.min(this.highest, Math.max(this.lowest, this.powerLimit + (over ? -step : step)));
      this.ms = 0;
      this.drawn = 0;
    }
    this.limit = Math.min(this.powerLimit, bins[Math.min(bins.length, Math.max(1, active)) - 1] ?? this.highest);
  }

  private get highest(): number {
    return this.numbers.bins[0] ?? Number.POSITIVE_INFINITY;
  }
}
