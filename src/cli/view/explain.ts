import type { LoadStatus, Status } from '../../control/protocol/status.js';
import type { BindingReason } from '../../governor/arbitration/decision.js';
import { explain } from '../../governor/explain/explain.js';
import { readFirst, summary } from '../../governor/explain/summary.js';
import type { StoredDecision } from '../../journal/read-model.js';
import type { Limits } from '../../journal/write-model.js';
import type { Style } from '../render/style.js';
import { wrap } from '../render/text.js';
import { loadFacts } from './phrases.js';

/** Why one scope's limits are what they are. */
export interface Explanation {
  readonly scope: string;
  /** What a person reads first. */
  readonly summary: string;
  /** With all figures. */
  readonly explanation: string;
  /** What the sentences about a frequency domain rest on. */
  readonly load?: LoadStatus | null | undefined;
  /** When the daemon last decided it so; UTC ms. */
  readonly at: number;
  readonly limits: Limits;
  readonly reasons: readonly BindingReason[];
}

/** What a running daemon says of itself. */
export function explainStatus({ policies, gpus, whole, devices = [], now }: Status): Explanation[] {
  const domains = policies.map(({ scope, explanation, summary, limits: { min, max }, epp, reflex, load, reasons }) => ({
    scope,
    summary: readFirst({ scope, summary, explanation }),
    explanation,
    load,
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
  const boards = gpus.flatMap(({ scope, explanation, summary, maxClock, reasons }): Explanation[] =>
    explanation === null
      ? []
      : [
          {
            scope,
            summary: readFirst({ scope, summary, explanation }),
            explanation,
            at: now,
            limits: maxClock === null ? {} : { max_clock: maxClock },
            reasons,
          },
        ],
  );
  const machine = whole === null ? [] : [{ scope: 'machine', ...whole }];
  const others = [...machine, ...devices].map(decided => ({ ...decided, summary: readFirst(decided), at: now }));
  return [...domains, ...boards, ...others];
}

/** What the journal's newest decisions say, in the governor's own words. */
export function explainDecisions(decisions: readonly StoredDecision[]): Explanation[] {
  return decisions.map(({ scope, after, reasons, until }) => ({
    scope,
    summary: summary({ limits: after, reasons }),
    explanation: explain(scope, after, reasons),
    at: until,
    limits: after,
    reasons,
  }));
}

/** A line for each scope, broken where the terminal ends; below it the whole reason and its figures where they are wanted. */
export function explanationLines(all: readonly Explanation[], why: boolean, style: Style): string[] {
  const name = Math.max(0, ...all.map(e => e.scope.length)) + 2;
  const indent = ' '.repeat(name);
  const set = (text: string): string[] => wrap(text, Math.max(20, style.width - name));
  return all.flatMap(({ scope, summary, explanation, load }) => [
    ...set(summary).map((line, i) =>
      i === 0 ? `${style.paint('strong', scope.padEnd(name))}${line}` : `${indent}${line}`,
    ),
    ...(why
      ? [explanation, ...(load == null ? [] : [loadFacts(load)])]
          .flatMap(set)
          .map(line => style.paint('dim', `${indent}${line}`))
      : []),
  ]);
}
