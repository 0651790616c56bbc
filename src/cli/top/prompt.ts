import type { Change } from '../../control/protocol/operations/change.js';
import type { Status } from '../../control/protocol/status.js';
import { span } from '../../model/format.js';
import { profileNames } from '../../model/people/profiles.js';
import { counted, frequency } from '../render/units.js';
import type { Key } from './keys.js';

const lengths = [900, 3600, 14_400, 28_800] as const;
type Length = (typeof lengths)[number];

/** A question that the last line asks. Nothing is changed before Enter, or the number of a profile. */
export type Prompt =
  | { readonly kind: 'profile' }
  | { readonly kind: 'clear' }
  | { readonly kind: 'override'; readonly max: number; readonly seconds: Length };

export interface Answered {
  /** The question that is still open. */
  readonly prompt: Prompt | undefined;
  readonly change?: Change;
}

const stepKhz = 100_000;
/** Of the range of clocks, where the question for a limit begins. */
const firstShare = 2 / 3;

/** The clocks that a limit may have, kHz; undefined where there is no frequency domain. */
function rangeOf({ policies }: Status): { readonly min: number; readonly max: number } | undefined {
  if (policies.length === 0) return undefined;
  return {
    min: Math.min(...policies.map(p => p.hardware.min)),
    max: Math.max(...policies.map(p => p.hardware.max)),
  };
}

/** The question that a key opens; undefined where it opens none now. */
export function promptOf(key: Key, status: Status): Prompt | undefined {
  if (key === 'profile') return { kind: 'profile' };
  if (key === 'clear') return status.asked.overrides.length > 0 ? { kind: 'clear' } : undefined;
  const range = key === 'override' ? rangeOf(status) : undefined;
  if (range === undefined) return undefined;
  const max = Math.round((range.min + (range.max - range.min) * firstShare) / stepKhz) * stepKhz;
  return { kind: 'override', max, seconds: lengths[0] };
}

/** What a key makes of an open question. A key that it does not know leaves it. */
export function answered(prompt: Prompt, key: Key, status: Status): Answered {
  if (key === 'escape') return { prompt: undefined };
  switch (prompt.kind) {
    case 'profile': {
      const profile = typeof key === 'object' ? profileNames[key.digit - 1] : undefined;
      return profile === undefined ? { prompt } : { prompt: undefined, change: { op: 'set', profile } };
    }
    case 'clear':
      return key === 'enter' ? { prompt: undefined, change: { op: 'clear', override: 'all' } } : { prompt };
    case 'override': {
      const { max, seconds } = prompt;
      if (key === 'enter')
        return { prompt: undefined, change: { op: 'override', wish: { max }, lasting: { for: seconds } } };
      const range = rangeOf(status) ?? { min: max, max };
      const by = key === 'left' ? -stepKhz : key === 'right' ? stepKhz : 0;
      const longer = key === 'up' ? 1 : key === 'down' ? -1 : 0;
      const place = Math.min(lengths.length - 1, Math.max(0, lengths.indexOf(seconds) + longer));
      return {
        prompt: {
          ...prompt,
          max: Math.min(range.max, Math.max(range.min, max + by)),
          seconds: lengths[place] ?? seconds,
        },
      };
    }
  }
}

/** The question in one line, what matters most first: a narrow terminal cuts it. */
export function promptWords(prompt: Prompt, { profile, asked }: Status): string {
  switch (prompt.kind) {
    case 'profile':
      return `profile: ${profileNames.map((name, i) => `${i + 1} ${name}`).join('  ')}  Esc keeps ${profile}`;
    case 'clear':
      return `end ${counted(asked.overrides.length, 'override')}? Enter ends, Esc keeps`;
    case 'override':
      return `limit all clocks: at most ${frequency(prompt.max)} for ${span(prompt.seconds * 1000)}?  Enter sets  ←→ clock  ↑↓ time  Esc`;
  }
}

/** What was done, once the daemon has taken it. */
export function doneWords(change: Change): string {
  switch (change.op) {
    case 'set':
      return `${change.profile} is set`;
    case 'override':
      return 'the limit is set';
    default:
      return 'nothing is overridden any more';
  }
}
