/**
 * The recording's format: JSON Lines in UTF-8.
 *
 * 1. `{"t":"hello","recording":1,"description":{…}}` comes first, and again whenever the machine described itself anew.
 * 2. `[at, epoch, value…]` is a sample: CLOCK_MONOTONIC ns, lease epoch, one value for each signal of the newest hello; null is a missing reading.
 * 3. Between them are lines such as `{"t":"asked","asked":…}` (notes.ts): the daemon's other inputs, valid from the next sample on, and its
 *    decisions.
 *
 * A last line without its newline was being written when the recorder died, and is left out.
 */
import type { Description } from '../../model/description.js';
import type { Sample } from '../../model/sensing/sample.js';
import type { Note } from './notes.js';

export const recordingVersion = 1;

export type Entry =
  | {
      readonly hello: Description;
      /** Another helper counts from here on. */
      readonly countersAnew?: true;
    }
  | { readonly sample: Sample }
  | { readonly note: Note };

/** The first line of a recording; it contains the description unchanged. */
export const helloLine = (description: Description, countersAnew?: true): string =>
  `${JSON.stringify({ t: 'hello', recording: recordingVersion, countersAnew, description })}\n`;

/** JSON cannot represent NaN: null stands for it. */
export const noteLine = (note: Note): string => `${JSON.stringify(note)}\n`;

/** One sample's line. Doubles are restored bit for bit, except −0 (becomes 0) and the infinities (become missing): JSON has neither. */
export const sampleLine = ({ at, epoch, values }: Sample): string => `${JSON.stringify([at, epoch, ...values])}\n`;
