/**
 * Plays a schedule on the physics of the simulated engine (src/machine/simulated/physics: power.ts, thermal.ts), stretch by stretch instead of ms by
 * ms. The result is the cost of a plan that knows the future. Agrees with the engine on the same frequencies
 * (test/bench/governors/oracle.slow.test.ts).
 */

import { at, type PlatformNumbers } from '../../../src/machine/simulated/physics/platform.js';
import {
  addIdle,
  type Energy,
  leakage,
  runningUncore,
  switching,
} from '../../../src/machine/simulated/physics/power.js';
import { Thermal } from '../../../src/machine/simulated/physics/thermal.js';
import { dilation, type Piece } from '../../../src/machine/simulated/work/job.js';

/** The temperature changes little within this many ms. */
const longest = 50;

export class Executor {
  /** ms since the start. */
  now = 0;
  readonly thermal: Thermal;
  private readonly platform: PlatformNumbers;
  private readonly spent: Energy = { core: 0, uncore: 0 };
  private readonly end: number;
  private idleFor = 0;
  private index: number;

  /** Time after `end` ms costs nothing: a run of open streams is cut off there. */
  constructor(platform: PlatformNumbers, end = Number.POSITIVE_INFINITY) {
    this.platform = platform;
    this.end = end;
    this.thermal = new Thermal(platform);
    this.index = platform.f.length - 1;
  }

  /** J. */
  get energy(): number {
    return (this.spent.core + this.spent.uncore) / 1000;
  }

  idleUntil(time: number): void {
    while (this.now < time) {
      const span = Math.min(longest, time - this.now);
      const before = this.energy;
      addIdle(this.spent, this.platform, this.leak(), this.idleFor, span);
      this.idleFor += span;
      this.pass(span, before);
    }
  }

  /** Does `work` of a kind at an operating point; ms at top. */
  run(index: number, work: number, memory: number): void {
    const { platform, spent } = this;
    if (this.idleFor > platform.t_c1) spent.core += platform.e_wake * 1000;
    this.idleFor = 0;
    this.index = index;
    const slow = dilation(memory, speed(platform, index));
    const stall = memory / slow;
    let left = work * slow;
    while (left > 0 && this.now < this.end) {
      const span = Math.min(longest, left, this.end - this.now);
      const before = this.energy;
      spent.core += span * (switching(platform, index, stall) + this.leak());
      spent.uncore += span * runningUncore(platform, stall);
      this.pass(span, before);
      left -= span;
    }
  }

  private leak(): number {
    return leakage(this.platform, this.index, this.thermal.junction);
  }

  private pass(span: number, before: number): void {
    this.now += span;
    this.thermal.advance(((this.energy - before) * 1000) / span, span);
  }
}

/** f/f_max of an operating point. */
export const speed = (p: PlatformNumbers, index: number): number => at(p.f, index) / at(p.f, p.f.length - 1);

/** Power in W that running adds to settled idling, at a temperature in °C. */
export function extraPower(p: PlatformNumbers, index: number, { memory }: Piece, celsius: number): number {
  const stall = memory / dilation(memory, speed(p, index));
  return switching(p, index, stall) + leakage(p, index, celsius) + runningUncore(p, stall) - p.p_c6 - p.p_unc_idle;
}

/** The operating point at which a piece costs least if its time costs `price` W. */
export function cheapest(p: PlatformNumbers, piece: Piece, price: number, celsius: number): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < p.f.length; i++) {
    const cost = (extraPower(p, i, piece, celsius) + price) * dilation(piece.memory, speed(p, i));
    if (cost < least) {
      least = cost;
      best = i;
    }
  }
  return best;
}
