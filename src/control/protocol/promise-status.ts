import type { Promised } from '../../model/people/promise.js';

/** What is kept against full clock (docs/governor.md), as people and observers moved it. */
export interface PromiseStatus {
  readonly in: Promised['in'];
  /** ε: what work may take longer, as a share of run time; in milliseconds that holds for work that is busy for long. */
  readonly slowdown: number;
  /** D: by how much work that finds a CPU at rest may be held up, ms; null where the promise is in percent. */
  readonly delay: number | null;
  /** What says that it is this one: `configured`, or in words that follow `since`. */
  readonly why: string;
  /** Whether the machine offers a reflex for some frequency domain. */
  readonly reflex: boolean;
  /** How often a heartbeat of an application, sent while the clock was held down, found it kept and broken since the daemon started. */
  readonly heartbeats: { readonly kept: number; readonly broken: number };
  /** How often the answers that applications told found D kept and broken; older daemons don't tell. */
  readonly answers?: { readonly kept: number; readonly broken: number } | undefined;
}

/** Reflex of a frequency domain (docs/governor.md), the helper's or that of the kernel's own governor, as read back. */
export interface ReflexStatus {
  /** Highest clock at which a busy stretch starts, kHz; null while it can't be read. */
  readonly start: number | null;
  /** Age of a stretch at which it is raised to the highest clock at the latest, ms; 0: the reflex is off. */
  readonly raiseMs: number;
  /** By how much it holds up work that finds a CPU at rest, ms; null while it is off or changes, and where something stronger than the governor, such as heat, holds the start down. */
  readonly later: number | null;
  /** Raises since the daemon started; null where they are not counted. */
  readonly raises: number | null;
  /** Mean of the last 10 s or so. */
  readonly raisesPerSecond: number | null;
}
