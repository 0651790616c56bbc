/** What is set of the kernel's governor, and what follows of it: native/include/lattice_governor.h, to the bit. */

/** Time of a sample of the demand, µs. */
export const rungUs = 5000;
/** The work of a rung that is busy at the highest clock. */
export const fullWork = rungUs * 1024;

const one = 65536;
/** round(65536·4φ). */
const fourPhi = 424156;

/** Times in µs; the others in percent, of the highest clock or of the demand. */
export interface KernelTerms {
  readonly tauUs: number;
  /** The filter's, in 65536ths: `kernelWeight(tauUs)`. */
  readonly weight: number;
  /** Age from which a stretch has the highest clock, and the clock that it begins with. */
  readonly youngUs: number;
  readonly young: number;
  /** The same for regular work. */
  readonly paceUs: number;
  readonly pace: number;
  /** How much of the demand a clock has to be. */
  readonly margin: number;
  /** Idle time that ends a stretch. */
  readonly restUs: number;
}

/** round(65536·α), α = 2/(1 + √(1+4λ)), λ = φ·(τ/5 ms)², in whole numbers; τ at most 100,000 µs. */
export function kernelWeight(tauUs: number): number {
  const inside = one + Math.floor((fourPhi * tauUs * tauUs) / (rungUs * rungUs));
  const below = one + Math.floor(Math.sqrt(inside * one));
  return Math.floor((2 ** 33 + Math.floor(below / 2)) / below);
}
