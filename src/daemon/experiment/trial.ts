import type { LiveReading } from '../../model/sensing/reading.js';
import type { Sample } from '../../model/sensing/sample.js';

/** The interface of an experiment that the loop uses. */
export interface Trial {
  /** Whether the machine must be left as it was before the daemon came. */
  handsOff(): boolean;
  /** Whether every sample needs a tick of its own. */
  runs(): boolean;
  /** Called after each tick; `wall` is UTC ms. The policy may change only at the newest sample of a batch; returns whether it did. */
  follow(sample: Sample, reading: LiveReading, wall: number, newest: boolean): boolean;
}
