/**
 * The line that a person reads first: what holds now and what for, without figures of the mathematics; `explain` has those.
 *
 * 1. What holds: where work starts and ends up, or the range that is left; else the first choice that was made.
 * 2. After a colon the reason that matters most: what bounds the maximum, else what raised the minimum.
 * 3. What that saves, where it is measured.
 */
import { gigahertz } from '../../model/format.js';
import type { Because } from '../arbitration/proposal.js';
import { choiceWords, inShort } from './explain.js';

/** Characters that a summary has at most. */
export const longestSummary = 120;
/** Names come from the machine and from people, and may be of any length. */
const longestName = 28;
/** W below which a saving is not worth words. */
const leastSaved = 0.05;

export interface Summarised {
  /** Control → wanted value (kHz, ms, words), as a decision has them. */
  readonly limits: Readonly<Record<string, number | string>>;
  readonly reasons: readonly Because[];
}

/** A sentence of at most 120 characters without a full stop. `written`: whether the limits are; `saved`: W against full clock, where that is measured. */
export function summary({ limits, reasons }: Summarised, written = true, saved?: number | null): string {
  const held = heldWords(limits, reasons);
  const text = held ?? choicesWords(limits, reasons) ?? 'As found: nothing is set here';
  const gain = held !== undefined && (saved ?? 0) >= leastSaved ? `, saves about ${(saved ?? 0).toFixed(1)} W` : '';
  return cut(
    `${written ? text : `If governed: ${text.charAt(0).toLowerCase()}${text.slice(1)}`}${gain}`,
    longestSummary,
  );
}

/** What a status tells of a scope. */
interface Told {
  readonly scope: string;
  readonly summary?: string | null | undefined;
  readonly explanation: string;
}

/** What a person reads first of a daemon's status. A daemon older than the summary has only the explanation, which begins with the scope. */
export const readFirst = ({ scope, summary, explanation }: Told): string =>
  summary ?? (explanation.startsWith(scope) ? explanation.slice(scope.length).replace(/^:? /, '') : explanation);

function heldWords(limits: Summarised['limits'], reasons: readonly Because[]): string | undefined {
  const from = limits.min_freq ?? limits.min_clock;
  const to = limits.max_freq ?? limits.max_clock;
  if (typeof to !== 'number') return undefined;
  const others = reasons.filter(r => !r.control.startsWith('start_'));
  const max = others.find(r => r.bound === 'max');
  const min = others.find(r => r.bound === 'min' && r.rule !== 'baseline');
  const start = startWords(limits, reasons, max, to);
  if (start !== undefined) return start;
  const free = max === undefined;
  const raised = min !== undefined && typeof from === 'number' && from < to;
  const range =
    from === to
      ? `Held at ${gigahertz(to)}`
      : raised
        ? `Kept between ${ghz(from)} and ${gigahertz(to)}`
        : `${free ? 'Any clock up' : 'Up'} to ${gigahertz(to)}`;
  const why = max ?? min;
  return `${range}: ${why === undefined ? 'nothing bounds it' : short(why)}`;
}

/** Where the helper raises what lasts. After that the maximum may be another rule's. */
function startWords(
  limits: Summarised['limits'],
  reasons: readonly Because[],
  max: Because | undefined,
  to: number,
): string | undefined {
  const { raise_ms: age, start_max_freq: start } = limits;
  if (!(Number(age) > 0) || typeof start !== 'number') return undefined;
  const own = reasons.find(r => r.control === 'start_max_freq');
  const bound = max !== undefined && max.rule !== 'reflex' ? max : own;
  const then = bound === max ? gigahertz(to) : 'full clock';
  return `Starts at ${gigahertz(start)}, ${then} after ${age} ms: ${bound === undefined ? 'nothing else bounds it' : short(bound)}`;
}

function choicesWords(limits: Summarised['limits'], reasons: readonly Because[]): string | undefined {
  const chosen = reasons.filter(r => r.bound === 'choice' && limits[r.control] !== undefined);
  const [first] = chosen;
  if (first === undefined) return undefined;
  const { title, value } = choiceWords(first.control, limits[first.control] ?? '');
  const more = chosen.length === 1 ? '' : `, and ${chosen.length - 1} more`;
  return `${title.charAt(0).toUpperCase()}${title.slice(1)} ${value}${more}: ${short(first)}`;
}

const ghz = (khz: number): string => (khz / 1e6).toFixed(2);

const short = (reason: Because): string =>
  inShort({
    ...reason,
    facts: Object.fromEntries(
      Object.entries(reason.facts).map(([name, value]) => [
        name,
        typeof value === 'string' ? cut(value, longestName) : value,
      ]),
    ),
  });

const cut = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
