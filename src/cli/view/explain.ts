import type { Status } from '../../control/protocol/status.js';
import type { BindingReason } from '../../governor/arbitration/decision.js';
import { explain } from '../../governor/explain/explain.js';
import type { StoredDecision } from '../../journal/read-model.js';
import type { Limits } from '../../journal/write-model.js';

/** Why one scope's limits are what they are. */
export interface Explanation {
  readonly scope: string;
  readonly explanation: string;
  /** When the daemon last decided it so; UTC ms. */
  readonly at: number;
  readonly limits: Limits;
  readonly reasons: readonly BindingReason[];
}

/** What a running daemon says of itself. */
export function explainStatus({ policies, gpus, whole, devices = [], now }: Status): Explanation[] {
  const domains = policies.map(({ scope, explanation, limits: { min, max }, epp, reflex, reasons }) => ({
    scope,
    explanation,
    at: now,
    limits: {
      ...(min === null ? {} : { min_freq: min }),
      ...(max === null ? {} : { max_freq: max }),
      ...(epp === null ? {} : { epp }),
      ...(reflex?.start == null ? {} : { start_max_freq: reflex.start }),
      ...(reflex == null ? {} : { raise_ms: reflex.raiseMs }),
    },
    reasons,
  }));
  const boards = gpus.flatMap(({ scope, explanation, maxClock, reasons }): Explanation[] =>
    explanation === null
      ? []
      : [{ scope, explanation, at: now, limits: maxClock === null ? {} : { max_clock: maxClock }, reasons }],
  );
  const machine = whole === null ? [] : [{ scope: 'machine', ...whole }];
  return [...domains, ...boards, ...[...machine, ...devices].map(decided => ({ ...decided, at: now }))];
}

/** What the journal's newest decisions say, in the governor's own words. */
export function explainDecisions(decisions: readonly StoredDecision[]): Explanation[] {
  return decisions.map(({ scope, after, reasons, until }) => ({
    scope,
    explanation: explain(scope, after, reasons),
    at: until,
    limits: after,
    reasons,
  }));
}
