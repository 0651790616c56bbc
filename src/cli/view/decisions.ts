import type { StoredDecision } from '../../journal/read-model.js';
import type { Limits } from '../../journal/write-model.js';
import { span } from '../../model/format.js';
import type { Style } from '../render/style.js';
import { type Cell, table } from '../render/table.js';
import { clock, dateTime, frequencyRange } from '../render/units.js';
import { boundBy } from './phrases.js';

const dayMs = 86_400_000;

const head = [
  { title: 'TIME' },
  { title: 'SCOPE' },
  { title: 'LIMITS' },
  { title: 'EPP' },
  { title: 'FOR', align: 'right' },
  { title: 'TICKS', align: 'right' },
  { title: 'BOUND BY' },
] as const;

/** Decisions as a table, in the order given. Rows of a machine that was only observed are marked: nothing was written. */
export function decisionLines(decisions: readonly StoredDecision[], now: number, style: Style): string[] {
  const long = decisions.some(d => now - d.from > dayMs);
  const rows = decisions.map((d): Cell[] => [
    (long ? dateTime : clock)(d.from),
    d.scope,
    limits(d.after),
    String(d.after.epp ?? '–'),
    span(d.until - d.from),
    String(d.ticks),
    `${boundBy(d.reasons)}${d.mode === 'observe' ? ' (only observed)' : ''}`,
  ]);
  return table(head, rows, style);
}

/** CPUs run at a frequency and GPUs at a clock. */
const limits = ({ min_freq, max_freq, min_clock, max_clock }: Limits): string =>
  frequencyRange({ min: number(min_freq ?? min_clock), max: number(max_freq ?? max_clock) });

const number = (value: string | number | undefined): number | null => (typeof value === 'number' ? value : null);
