import type { StoredDecision } from '../read-model.js';
import type { DecisionRow } from '../write-model.js';

/** The id of a row: its run above 32 bits, its key within the run below. So neither needs an index of its own. */
export const decisionId = (run: number, key: number): number => run * 2 ** 32 + key;

/** The inverse of decisionId. */
const runAndKey = (id: number): { readonly run: number; readonly key: number } => ({
  run: Math.floor(id / 2 ** 32),
  key: id % 2 ** 32,
});

/** A row of `decision_row` with its texts in place of their numbers; times in ms. */
export interface DecisionRecord {
  readonly id: number;
  readonly from: number;
  readonly held: number;
  readonly ticks: number;
  /** 1 for `govern`, 0 for `observe`. */
  readonly govern: number;
  readonly profile: string;
  readonly before: string;
  readonly after: string;
  readonly readback: string | null;
  /** JSON with places instead of numbers (encode.ts). */
  readonly reasons: string;
  readonly features: string;
  readonly figures: string;
}

/** What the view `decision` makes of a row. */
export function decisionOf(scope: string, line: DecisionRecord): StoredDecision {
  const { id, from, held, ticks, profile, before, after, readback } = line;
  const figures = JSON.parse(`[${line.figures}]`) as number[];
  const filled = <Facts extends Readonly<Record<string, number | string>>>(placed: Facts): Facts =>
    Object.fromEntries(
      Object.entries(placed).map(([name, value]) => [name, typeof value === 'number' ? figures[value] : value]),
    ) as Facts;
  const reasons = JSON.parse(line.reasons) as DecisionRow['reasons'];
  return {
    ...runAndKey(id),
    id,
    scope,
    from,
    until: from + held,
    ticks,
    profile,
    mode: line.govern === 1 ? 'govern' : 'observe',
    before: JSON.parse(before) as DecisionRow['before'],
    after: JSON.parse(after) as DecisionRow['after'],
    readback: readback === null ? null : (JSON.parse(readback) as DecisionRow['after']),
    reasons: reasons.map(reason => ({ ...reason, facts: filled(reason.facts) })),
    features: filled(JSON.parse(line.features) as DecisionRow['features']),
  };
}
