import type { StoredEvent } from '../../journal/read-model.js';
import { gigahertz } from '../../model/format.js';

/** Something that happened at a time, in words; UTC ms. */
export interface Mark {
  readonly at: number;
  readonly kind: string;
  readonly words: string;
}

/** Kinds of events that a chart marks. */
export const markedKinds = ['profile', 'override', 'hold', 'charge', 'promise', 'clock'];
export const mostMarks = 300;

/** The marks of events, in order of time. */
export const marksOf = (events: readonly StoredEvent[]): Mark[] =>
  events.map(({ at, kind, what, detail }) => ({ at, kind, words: wordsOf(kind, what, detail) })).reverse();

function wordsOf(kind: string, what: string, detail: StoredEvent['detail']): string {
  const why = typeof detail.why === 'string' ? `: ${detail.why}` : '';
  if (kind === 'override') return `override ${what}${limits(detail)}${why}`;
  if (kind === 'clock') return `the clock was ${what}`;
  return `${kind} ${what}${why}`;
}

/** Which limits an override named: events have them beside who asked. */
function limits(detail: StoredEvent['detail']): string {
  const parts = ['min', 'max', 'gpuMax'].flatMap(key => {
    const value = detail[key];
    return typeof value === 'number' ? [`${key} ${gigahertz(value)}`] : [];
  });
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
