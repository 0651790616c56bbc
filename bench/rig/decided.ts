/** What the daemon decided in a run, from its journal: which rules limited the load's CPU, and for which share of the time. */
import type { DecisionRow, EventRow } from '../../test/rig/journal.js';

/** Shares of its ticks by the rule and code that set the maximum, such as `pace regular`; problems, such as `drift`, by number. */
export interface Decided {
  readonly rules: Readonly<Record<string, number>>;
  readonly events: Readonly<Record<string, number>>;
  /** The lowest clock in kHz that it took for the highest attainable: nothing but the daemon limits this laptop, so a lower value is an error. */
  readonly lowestTop: number;
}

const loadScope = 'policy0';

export function decided(decisions: readonly DecisionRow[], events: readonly EventRow[]): Decided {
  const rows = decisions.filter(({ scope }) => scope === loadScope);
  const all = rows.reduce((sum, { ticks }) => sum + ticks, 0);
  const rules: Record<string, number> = {};
  for (const { reasons, ticks } of rows) {
    const reason = reasons.find(({ control }) => control === 'max_freq');
    const name = reason === undefined ? 'none' : `${reason.rule} ${reason.code}`;
    rules[name] = (rules[name] ?? 0) + ticks / all;
  }
  const counts: Record<string, number> = {};
  for (const { kind } of events) counts[kind] = (counts[kind] ?? 0) + 1;
  const tops = rows.flatMap(({ reasons }) => reasons.flatMap(({ facts }) => Number(facts.top_khz ?? [])));
  return { rules, events: counts, lowestTop: Math.min(...tops.filter(khz => khz > 0)) };
}
