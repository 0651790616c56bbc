import type { Reading } from '../../model/sensing/reading.js';
import type { Sample } from '../../model/sensing/sample.js';

/** What the loop asks of an experiment. */
export interface Trial {
  /** Whether the machine is to be left as it was before the daemon came. */
  handsOff(): boolean;
  /** After each tick; `wall` is UTC ms. Only at the newest sample of a batch may the policy change: returns whether it did. */
  follow(sample: Sample, reading: Reading, wall: number, newest: boolean): boolean;
}
