/**
 * The recording's format: JSON Lines in UTF-8.
 *
 * 1. `{"t":"hello","recording":1,"description":{…}}` comes first, and again whenever the machine described itself anew.
 * 2. `[at, epoch, value…]` is a sample: CLOCK_MONOTONIC ns, lease epoch, one value for each signal of the newest hello; null is a missing reading.
 * 3. Beside them stand `{"t":"asked","asked":…}` and the like (notes.ts): what else the daemon went by, from the next sample on, and what it made of it.
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

/** The line that a recording begins with; what a description says goes into it unchanged. */
export const helloLine = (description: Description, countersAnew?: true): string =>
  `${JSON.stringify({ t: 'hello', recording: recordingVersion, countersAnew, description })}\n`;

/** JSON has no number that is none: null stands for it. */
export const noteLine = (note: Note): string => `${JSON.stringify(note)}\n`;

/** One sample's line. Doubles come back bit for bit, but for −0 (0) and the infinities (missing): JSON has neither. */
export const sampleLine = ({ at, epoch, values }: Sample): string => `${JSON.stringify([at, epoch, ...values])}\n`;
