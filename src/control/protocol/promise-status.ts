import type { Promised } from '../../model/people/promise.js';

/** What is kept against full clock (docs/governor.md), as people and observers moved it. */
export interface PromiseStatus {
  readonly in: Promised['in'];
  /** ε: what work may take longer, as a share of run time; in milliseconds that holds for work that is busy for long. */
  readonly slowdown: number;
  /** D: what may be answered later, ms; null where the promise is in percent. */
  readonly delay: number | null;
  /** What says so, in words: `configured`, `by default`. */
  readonly why: string;
  /** Whether the machine offers a reflex for some frequency domain. */
  readonly reflex: boolean;
}

/** Reflex of a frequency domain (docs/governor.md), as read back. */
export interface ReflexStatus {
  /** Highest clock at which a busy stretch starts, kHz; null while it can't be read. */
  readonly start: number | null;
  /** Age of a stretch at which it is raised to the highest clock at the latest, ms; 0: the reflex is off. */
  readonly raiseMs: number;
  /** What may be answered later because of it, ms; null while it is off or changes, and where something stronger than the governor, such as heat, holds the start down. */
  readonly later: number | null;
  /** Raises since the daemon started; null where they are not counted. */
  readonly raises: number | null;
  /** Mean of the last 10 s or so. */
  readonly raisesPerSecond: number | null;
}
