import type { StoredDecision, StoredEvent } from '../read-model.js';
import type { DecisionRow } from '../write-model.js';

export interface DecisionColumns {
  readonly id: number;
  readonly run: number;
  readonly key: number;
  readonly scope: string;
  readonly from_ms: number;
  readonly until_ms: number;
  readonly ticks: number;
  readonly mode: string;
  readonly profile: string;
  readonly before: string;
  readonly after: string;
  readonly readback: string | null;
  readonly reasons: string;
  readonly features: string;
}

export interface EventColumns {
  readonly run: number;
  readonly at_ms: number;
  readonly kind: string;
  readonly what: string;
  readonly detail: string;
}

/** A row of the view `decision`: JSON texts become objects again. */
export function decodeDecision(row: DecisionColumns): StoredDecision {
  const { id, run, key, scope, ticks, profile } = row;
  return {
    id,
    run,
    key,
    scope,
    from: row.from_ms,
    until: row.until_ms,
    ticks,
    profile,
    mode: row.mode === 'govern' ? 'govern' : 'observe',
    before: JSON.parse(row.before) as DecisionRow['before'],
    after: JSON.parse(row.after) as DecisionRow['after'],
    readback: row.readback === null ? null : (JSON.parse(row.readback) as DecisionRow['after']),
    reasons: JSON.parse(row.reasons) as DecisionRow['reasons'],
    features: JSON.parse(row.features) as DecisionRow['features'],
  };
}

export function decodeEvent({ run, at_ms, kind, what, detail }: EventColumns): StoredEvent {
  return { run, at: at_ms, kind, what, detail: JSON.parse(detail) as StoredEvent['detail'] };
}
