import type { StoredDecision } from '../read-model.js';
import type { DecisionRow } from '../write-model.js';

/** The id of a row: its run above 32 bits, its key within the run below. So neither needs an index of its own. */
export const decisionId = (run: number, key: number): number => run * 2 ** 32 + key;

/** The inverse of decisionId. */
const runAndKey = (id: number): { readonly run: number; readonly key: number } => ({
  run: Math.floor(id / 2 ** 32),
  key: id % 2 ** 32,
});

/** A row of `decision_row` with texts instead of their numbers; times in ms. */
export interface DecisionRecord {
  readonly id: number;
  readonly from: number;
  readonly durationMs: number;
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

/** The same as the view `decision` makes of a row. */
export function decisionOf(scope: string, record: DecisionRecord): StoredDecision {
  const { id, from, durationMs, ticks, profile, before, after, readback } = record;
  const figures = JSON.parse(`[${record.figures}]`) as number[];
  const filled = <Facts extends Readonly<Record<string, number | string>>>(placed: Facts): Facts =>
    Object.fromEntries(
      Object.entries(placed).map(([name, value]) => [name, typeof value === 'number' ? figures[value] : value]),
    ) as Facts;
  const reasons = JSON.parse(record.reasons) as DecisionRow['reasons'];
  return {
    ...runAndKey(id),
    id,
    scope,
    from,
    until: from + durationMs,
    ticks,
    profile,
    mode: record.govern === 1 ? 'govern' : 'observe',
    before: JSON.parse(before) as DecisionRow['before'],
    after: JSON.parse(after) as DecisionRow['after'],
    readback: readback === null ? null : (JSON.parse(readback) as DecisionRow['after']),
    reasons: reasons.map(reason => ({ ...reason, facts: filled(reason.facts) })),
    features: filled(JSON.parse(record.features) as DecisionRow['features']),
  };
}
