/**
 * A machine under a human user's load, reduced to what an experiment sees. The load is correlated over minutes and hours, so that neighbouring
 * periods are alike and a naive test would find differences that do not exist.
 */
import type { Random } from '../../src/machine/simulated/work/random.js';

export interface LoadKind {
  readonly name: string;
  /** Mean busy share in logits. */
  readonly level: number;
  /** Standard deviations, logits: of components that last about 2 h, 15 min and 1 min. */
  readonly slow: number;
  readonly middling: number;
  readonly fast: number;
  /** Standard deviation of the logarithm of energy per instruction while busy: programs change over half an hour. */
  readonly mix: number;
  /** Idle and full power, W. */
  readonly idle: number;
  readonly full: number;
}

export const loadKinds: readonly LoadKind[] = [
  { name: 'office', level: -1.6, slow: 0.6, middling: 0.6, fast: 0.8, mix: 0.1, idle: 3, full: 25 },
  { name: 'development', level: -0.9, slow: 0.8, middling: 0.8, fast: 1.2, mix: 0.15, idle: 4, full: 35 },
  { name: 'server', level: -0.4, slow: 1, middling: 0.3, fast: 0.3, mix: 0.08, idle: 60, full: 220 },
  { name: 'batch jobs', level: -0.5, slow: 1, middling: 3, fast: 0.5, mix: 0.2, idle: 60, full: 220 },
];

export const stepSeconds = 10;

/** Work (busy seconds) and energy (J) of each 10 s, with policy B throughout. */
export function loadOf(kind: LoadKind, random: Random, steps: number): { work: Float64Array; energy: Float64Array } {
  const [work, energy] = [new Float64Array(steps), new Float64Array(steps)];
  const slow = drift(random, kind.slow, 7200);
  const middling = drift(random, kind.middling, 900);
  const fast = drift(random, kind.fast, 60);
  const mix = drift(random, kind.mix, 1800);
  for (let i = 0; i < steps; i++) {
    const busy = 1 / (1 + Math.exp(-(kind.level + slow() + middling() + fast())));
    work[i] = busy * stepSeconds;
    energy[i] = (kind.idle + (kind.full - kind.idle) * busy ** 1.3 * Math.exp(mix())) * stepSeconds;
  }
  return { work, energy };
}

/** An Ornstein–Uhlenbeck process with that standard deviation and correlation time. */
function drift(random: Random, sd: number, seconds: number): () => number {
  const keep = Math.exp(-stepSeconds / seconds);
  let x = random.normal(0, sd);
  return () => {
    const now = x;
    x = keep * x + random.normal(0, sd * Math.sqrt(1 - keep * keep));
    return now;
  };
}
