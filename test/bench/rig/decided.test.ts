import { expect, it } from 'vitest';
import { decided } from '../../../bench/rig/decided.js';
import type { DecisionRow } from '../../rig/journal.js';

const row = (
  scope: string,
  ticks: number,
  ...reasons: [control: string, rule: string, code: string][]
): DecisionRow => ({
  scope,
  ticks,
  from_ms: 0,
  until_ms: 0,
  mode: 'govern',
  before: {},
  after: {},
  readback: null,
  reasons: reasons.map(([control, rule, code]) => ({ control, rule, code, facts: { top_khz: 4_600_000 - ticks } })),
});

it('tells which rules bound the maximum of the load’s CPU, and for how much of the time', () => {
  const rows = [
    row('policy0', 30, ['min_freq', 'pace', 'regular'], ['max_freq', 'pace', 'regular']),
    row('policy0', 10, ['max_freq', 'strict-cap', 'look']),
    row('policy0', 50, ['max_freq', 'pace', 'regular']),
    row('policy1', 999, ['max_freq', 'strict-cap', 'latency']),
    row('policy0', 10),
  ];
  const event = { at_ms: 0, kind: 'drift', what: 'policy0.max_freq', detail: {} };
  expect(decided(rows, [event, event])).toEqual({
    rules: { 'pace regular': 0.8, 'strict-cap look': 0.1, none: 0.1 },
    events: { drift: 2 },
    lowestTop: 4_599_950,
  });
});
