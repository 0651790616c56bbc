/**
 * A GPU whose time and power come from a measured curve, as seen through nvidia-smi.
 *
 * 1. A setting takes effect 0.3–0.8 s after it was written, and speed and power follow it with a time constant of 0.5 s.
 * 2. Work is done at the curve's speed: energy and time are exact; only the observations have noise.
 * 3. Iterations of half a second or so jitter by 2 %, 1 % of which lasts over ten of them, and 0.5 % over a minute (training on an unshared GPU: 1–2
 *    % an iteration, 0.9 % over ten). Once in ten minutes or so there is a checkpoint: 3 s without progress, at half the power (in the observations:
 *    the table's power includes checkpoints).
 * 4. Power is an average of a second; it wanders by 2 % over 2 s and 1 % over a minute, and is rounded to 0.01 W.
 * 5. Utilisation is a whole percent. Columns that the table lacks are missing.
 */
import { Random } from '../../src/machine/simulated/work/random.js';
import type { Curve, Point } from './curve.js';
import { Wander } from './noise.js';
import { at } from './rivals.js';

const step = 0.25;
const lag = 0.5;

/** The observation of one second. */
export interface Seen {
  readonly power: number;
  readonly busy: number | undefined;
  readonly memoryBusy: number | undefined;
  readonly clock: number | undefined;
  /** Units done since the start, and when the last of them was reported, s. */
  readonly done: number;
  readonly doneAt: number;
}

export class SimulatedGpu {
  private readonly random: Random;
  private readonly fast: Wander;
  private readonly slow: Wander;
  private readonly powerFast: Wander;
  private readonly powerSlow: Wander;
  /** The setting in effect now. */
  setting = Number.POSITIVE_INFINITY;
  private wanted = Number.POSITIVE_INFINITY;
  private holdsAt = 0;
  private speed: number | undefined;
  private draw: number | undefined;
  private readonly seed: number;
  private workload: string | undefined;
  private iteration = 0;
  private left = 0;
  private beatAt = 0;
  private done = 0;
  private doneAt = 0;
  private pausedUntil = 0;
  private reported = 0;
  now = 0;
  /** J so far. */
  energy = 0;

  constructor(seed: number, name: string, rough = 1) {
    this.random = new Random(seed, name);
    this.fast = new Wander(this.random, 0.01 * rough, 5);
    this.slow = new Wander(this.random, 0.005 * rough, 60);
    this.powerFast = new Wander(this.random, 0.02, 2);
    this.powerSlow = new Wander(this.random, 0.01, 60);
    this.seed = seed;
  }

  set(setting: number): void {
    if (setting === this.wanted) return;
    this.wanted = setting;
    this.holdsAt = this.now + 0.3 + 0.5 * this.random.uniform();
  }

  /** One second of a curve's work; returns the work done, in seconds that it takes without a limit. `most` ends it early. */
  second(curve: Curve, most: number): { readonly work: number; readonly seen: Seen } {
    this.begin(curve.workload);
    let work = 0;
    let power = 0;
    let steps = 0;
    let point = at(curve, this.setting);
    while (steps < 4 && work < most) {
      if (this.now >= this.holdsAt) this.setting = this.wanted;
      point = at(curve, this.setting);
      const follow = 1 - Math.exp(-step / lag);
      this.speed = (this.speed ?? 1) + follow * (1 / point.time - (this.speed ?? 1));
      this.draw = (this.draw ?? point.power) + follow * (point.power - (this.draw ?? point.power));
      const part = Math.min(step, (most - work) / this.speed);
      work += this.speed * part;
      this.energy += this.draw * part;
      power +=
        this.draw *
        (this.now < this.pausedUntil ? 0.5 : 1) *
        (1 + this.powerFast.after(step) + this.powerSlow.after(step));
      this.iterate(this.speed * part);
      this.now += part;
      steps++;
    }
    return { work, seen: this.seen(point, power / steps) };
  }

  /** A second without work, at the least power. */
  rest(power: number): Seen {
    this.now++;
    this.speed = undefined;
    this.draw = undefined;
    const none = { setting: 0, time: 1, busy: undefined, memoryBusy: undefined, clock: undefined };
    return this.seen({ ...none, power }, power * (1 + this.powerFast.after(1)));
  }

  /** Each workload has iterations of its own length. */
  private begin(workload: string): void {
    if (this.workload === workload) return;
    this.workload = workload;
    this.iteration = new Random(this.seed, workload).logNormal(Math.log(0.4), 0.7);
    this.left = this.iteration;
  }

  private iterate(work: number): void {
    if (this.now < this.pausedUntil) return;
    const noise = 1 + this.fast.after(step) + this.slow.after(step);
    let left = work * Math.max(0.1, noise);
    while (left >= this.left) {
      left -= this.left;
      this.done++;
      if (this.random.uniform() < this.iteration / 600) this.pausedUntil = this.now + 3;
      this.left = this.iteration * Math.max(0.2, 1 + this.random.normal(0, 0.015));
      if (this.now - this.beatAt < 1) continue;
      this.beatAt = this.now;
      this.reported = this.done;
      this.doneAt = this.now + step - Math.min(step, left);
    }
    this.left -= left;
  }

  private seen(point: Point, power: number): Seen {
    const percent = (share: number | undefined): number | undefined =>
      share === undefined
        ? undefined
        : Math.round(100 * Math.min(1, Math.max(0, share + this.random.normal(0, 0.01)))) / 100;
    return {
      power: Math.round(power * 100) / 100,
      busy: percent(point.busy),
      memoryBusy: percent(point.memoryBusy),
      clock: point.clock,
      done: this.reported,
      doneAt: this.doneAt,
    };
  }
}
