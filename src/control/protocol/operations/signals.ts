import { quoted } from '../quoting.js';
import type { Operation } from './operation.js';

/** The newest evenly spaced samples of a signal, and what they are like (docs/lattice.md). */
export interface TracedSignal {
  readonly name: string;
  readonly unit: string;
  /** Samples a second; null before the first. */
  readonly rate: number | null;
  readonly count: number;
  /** At a time scale of 0.5 s. */
  readonly coherence: number | null;
  readonly bunching: number | null;
  /** λ̂, the φ field. */
  readonly field: number;
  /** Oldest first; given when the signal was asked for by name. */
  readonly samples?: readonly number[];
}

/** All traced signals, or the one of that name and its samples. */
export const signals: Operation<{ readonly name?: string | undefined }, readonly TracedSignal[], 'signals'> = {
  reply: 'signals',
  parse: body => {
    const name = 'name' in body ? body.name : undefined;
    return name === undefined || typeof name === 'string' ? { name } : `name ${quoted(body, 'name')}, expected a text`;
  },
};
