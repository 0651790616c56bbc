/**
 * Speed beyond the maximum that the driver names: an ACPI table's last point stands for all of turbo, and firmware may run above what it told.
 *
 * 1. A clock that stays more than 5 % above the maximum for 0.3 s shows that the domain is no slower than its least in that time; the highest is kept.
 * 2. It is believed until full load shows otherwise (firmware has switched boost off): 5 minutes of full load without a cap, by no more CPUs than had
 *    reached it, in which it was not reached again within 5 %. Then the fastest clock of these minutes takes its place, if that is above the maximum.
 * 3. Where none is, the next cap may be below the maximum, and under it no faster clock would ever be seen: so after every 2 minutes of work the cap is
 *    lifted until a second of work has been seen without one.
 */
import type { Saved, Stateful } from '../../model/saved.js';

/** What meters of clocks stray by: only a clock beyond this is above the maximum. */
export const beyond = 1.05;
const beyondSeconds = 0.3;
/** Within this share a clock has reached another. */
const reached = 0.95;
/** Below this busy share a clock tells nothing. */
const tells = 0.1;
/** No clock is this many times the maximum: what says so is no frequency. */
export const absurd = 4;
const doubtSeconds = 300;
const againSeconds = 120;
const lookSeconds = 1;

export class SpeedBeyond implements Stateful {
  /** kHz; 0 where there is none. */
  fastest = 0;
  /** By how many working CPUs it was reached. */
  private by = 0;
  /** Seconds for which the clock has been above the maximum, and its least then. */
  private beyondFor = 0;
  private least = 0;
  /** Seconds of full load without it, and the fastest beyond the maximum since it was reached last. */
  private missedFor = 0;
  private best = 0;
  /** One was believed and is no longer. */
  private givenUp = false;
  /** Seconds of work since it was last looked whether it is back, and of those without a cap at the end. */
  private unlookedFor = 0;
  private freeFor = 0;

  /** Whether the cap should be lifted to see if it is back. */
  get look(): boolean {
    return this.givenUp && this.unlookedFor >= againSeconds;
  }

  /** `interval` s in which `working` CPUs worked, the busiest for the share `busy` at `khz`; `free`: without a cap. */
  follow(working: number, busy: number, khz: number, free: boolean, maximum: number, interval: number): void {
    if (this.givenUp && busy >= tells) {
      this.unlookedFor += interval;
      this.freeFor = free ? this.freeFor + interval : 0;
      if (this.freeFor >= lookSeconds) this.unlookedFor = 0;
    }
    if (!(busy >= tells && khz > beyond * maximum && khz < absurd * maximum)) {
      this.beyondFor = 0;
      return;
    }
    this.least = this.beyondFor === 0 ? khz : Math.min(this.least, khz);
    this.beyondFor += interval;
    if (this.beyondFor >= beyondSeconds) this.seen(working, this.least);
  }

  /** `interval` s of full load without a cap, at `khz` on the average of some seconds. */
  fullLoad(working: number, khz: number, interval: number): void {
    if (this.fastest === 0 || working > this.by) return;
    if (khz >= reached * this.fastest) {
      this.confirmed();
      return;
    }
    this.missedFor += interval;
    if (this.missedFor < doubtSeconds) return;
    this.fastest = this.best;
    this.givenUp = this.fastest === 0;
    this.unlookedFor = 0;
    this.freeFor = 0;
    this.confirmed();
  }

  save() {
    const { fastest, by, beyondFor, least, missedFor, best, givenUp, unlookedFor, freeFor } = this;
    return { fastest, by, beyondFor, least, missedFor, best, givenUp, unlookedFor, freeFor };
  }

  restore(saved: Saved<SpeedBeyond>): void {
    ({ fastest: this.fastest, by: this.by, beyondFor: this.beyondFor, least: this.least } = saved);
    ({ missedFor: this.missedFor, best: this.best } = saved);
    ({ givenUp: this.givenUp, unlookedFor: this.unlookedFor, freeFor: this.freeFor } = saved);
  }

  private seen(working: number, khz: number): void {
    this.givenUp = false;
    if (khz < reached * this.fastest) {
      this.best = Math.max(this.best, khz);
      return;
    }
    this.by = this.fastest === 0 ? working : Math.max(this.by, working);
    this.fastest = Math.max(this.fastest, khz);
    this.confirmed();
  }

  private confirmed(): void {
    this.missedFor = 0;
    this.best = 0;
  }
}
