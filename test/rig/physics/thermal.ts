import { LAPTOP as L } from './laptop.js';

/**
 * Die and heat sink as two nodes: die -> sink -> air. A test can change the air's temperature, or hold the die on a course
 * of its own and let it go again; then it cools or heats from there by itself.
 */
export class Thermal {
  ambient: number = L.ambient;
  die: number = L.ambient + 2;
  #sink: number = L.ambient + 1;
  #forced: { target: number; kelvinPerSecond: number } | undefined;

  force(target: number, kelvinPerSecond: number): void {
    this.#forced = { target, kelvinPerSecond };
  }

  release(): void {
    this.#forced = undefined;
  }

  /** As cold as after a night off. */
  cool(): void {
    this.die = this.ambient + 2;
    this.#sink = this.ambient + 1;
  }

  /** Makes the sink as warm as hours of load would. */
  soak(celsius: number): void {
    this.#sink = celsius;
  }

  step(watts: number, dt: number): void {
    const toSink = (this.die - this.#sink) / L.dieToSink;
    const toAir = (this.#sink - this.ambient) / L.sinkToAir;
    this.#sink += ((toSink - toAir) / L.sinkCapacity) * dt;
    if (this.#forced === undefined) {
      this.die += ((watts - toSink) / L.dieCapacity) * dt;
      return;
    }
    const { target, kelvinPerSecond } = this.#forced;
    const reach = kelvinPerSecond * dt;
    this.die += Math.max(-reach, Math.min(reach, target - this.die));
  }
}
