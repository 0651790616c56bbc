import type { Random } from '../../src/machine/simulated/work/random.js';

/** Noise correlated over the time constant `tau` s: normal, standard deviation `sd`. */
export class Wander {
  private readonly random: Random;
  private readonly sd: number;
  private readonly tau: number;
  private value: number;

  constructor(random: Random, sd: number, tau: number) {
    this.random = random;
    this.sd = sd;
    this.tau = tau;
    this.value = random.normal(0, sd);
  }

  after(seconds: number): number {
    const keep = Math.exp(-seconds / this.tau);
    this.value = keep * this.value + this.random.normal(0, this.sd * Math.sqrt(1 - keep * keep));
    return this.value;
  }
}
