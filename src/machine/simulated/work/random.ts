/** Seeded random numbers: the same seed and name give the same jobs on every machine and in every run. */
export class Random {
  private a: number;
  private b: number;
  private c: number;
  private d = 1;

  /** Each name has its own sequence, so that one load's draws do not shift another's. */
  constructor(seed: number, name: string) {
    this.a = seed | 0;
    this.b = Math.floor(seed / 2 ** 32) | 0;
    this.c = hash(name);
    for (let i = 0; i < 12; i++) this.bits();
  }

  /** Uniform in [0, 1), 32 bits. */
  uniform(): number {
    return this.bits() / 2 ** 32;
  }

  /** Exponential with the given mean, by inversion. */
  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform());
  }

  /** Normal, by Box and Muller; one of the pair is discarded, so that a draw always costs two uniforms. */
  normal(mean: number, sd: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return mean + sd * radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** exp(N(mean, sd)). */
  logNormal(mean: number, sd: number): number {
    return Math.exp(this.normal(mean, sd));
  }

  /** Uniform over the integers from..to, both included. */
  integer(from: number, to: number): number {
    return from + Math.floor(this.uniform() * (to - from + 1));
  }

  /** sfc32 (Doty-Humphrey): 128 bits of state, passes PractRand. */
  private bits(): number {
    const sum = (this.a + this.b + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
}

/** FNV-1a. */
function hash(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  return h | 0;
}
