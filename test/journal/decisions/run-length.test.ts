import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecisionLog, type DecisionTick } from '../../../src/journal/decisions/run-length.js';
import type { DecisionRow } from '../../../src/journal/write-model.js';
import { reason } from '../support.js';

function tick(over: Partial<DecisionTick> = {}): DecisionTick {
  const plan = {
    after: { max_freq: 2_000_000 },
    before: () => ({ max_freq: 4_000_000 }),
    reasons: [reason],
    features: () => ({ busy: 0.4 }),
  };
  return { at: 1000, scope: 'policy0', mode: 'govern', profile: 'balanced', ...plan, ...over };
}

function logged(...ticks: DecisionTick[]): DecisionRow[] {
  const log = new DecisionLog();
  for (const each of ticks) log.record(each);
  return log.drain();
}

describe('DecisionLog', () => {
  it('grows one row while plan and sentences hold, whatever the facts do', () => {
    const warmer = [{ ...reason, facts: { busy: 0.9 } }];
    const rows = logged(
      tick(),
      tick({ at: 1100 }),
      tick({ at: 1200, reasons: warmer, features: () => ({ busy: 0.9 }) }),
    );
    expect(rows).toEqual([
      {
        key: 1,
        scope: 'policy0',
        from: 1000,
        until: 1200,
        ticks: 3,
        mode: 'govern',
        profile: 'balanced',
        before: { max_freq: 4_000_000 },
        after: { max_freq: 2_000_000 },
        readback: null,
        reasons: [reason],
        features: { busy: 0.4 },
      },
    ]);
  });

  it.each([
    ['the plan', { after: { max_freq: 2_100_000 } }],
    ['a further control', { after: { max_freq: 2_000_000, epp: 'power' } }],
    ['a control less', { after: {} }],
    ['the code', { reasons: [{ ...reason, code: 'other' }] }],
    ['the rule', { reasons: [{ ...reason, rule: 'thermal' }] }],
    ['the priority', { reasons: [{ ...reason, priority: 'safety' as const }] }],
    ['the bound', { reasons: [{ ...reason, bound: 'min' as const }] }],
    ['the control bound', { reasons: [{ ...reason, control: 'min_freq' }] }],
    ['a further reason', { reasons: [reason, reason] }],
    ['no reason left', { reasons: [] }],
    ['the mode', { mode: 'observe' as const }],
    ['the profile', { profile: 'quiet' }],
  ])('opens a new row when %s changes', (_what, change) => {
    expect(logged(tick(), tick({ at: 1100, ...change })).map(row => row.ticks)).toEqual([1, 1]);
  });

  it('asks for before and features only when a row is opened', () => {
    const never = (): never => {
      throw new Error('asked again');
    };
    expect(logged(tick(), tick({ at: 1100, before: never, features: never }))).toHaveLength(1);
  });

  it('drains only what changed, each row whole and not touched afterwards', () => {
    const log = new DecisionLog();
    log.record(tick());
    log.record(tick({ scope: 'policy4' }));
    const first = log.drain();
    log.record(tick({ at: 1100 }));
    expect(log.drain().map(row => [row.key, row.scope, row.until, row.ticks])).toEqual([[1, 'policy0', 1100, 2]]);
    expect(first.map(row => [row.key, row.until, row.ticks])).toEqual([
      [1, 1000, 1],
      [2, 1000, 1],
    ]);
    expect(log.drain()).toEqual([]);
  });

  it('adds what was read back to the row that asked for it, though a newer one has begun', () => {
    const log = new DecisionLog();
    log.record(tick());
    const row = log.openRow('policy0');
    log.record(tick({ at: 2000, after: { max_freq: 3_000_000 } }));
    log.drain();
    if (row === undefined) throw new Error('no row is open');
    log.readback(row, { max_freq: 1_900_000 });
    log.readback(row, { epp: 'power' });
    expect(log.drain().map(({ from, readback }) => [from, readback])).toEqual([
      [1000, { max_freq: 1_900_000, epp: 'power' }],
    ]);
    expect(log.openRow('policy9')).toBeUndefined();
  });

  it('opens new rows after an interruption', () => {
    const log = new DecisionLog();
    for (const scope of ['policy0', 'policy4']) log.record(tick({ scope }));
    log.interrupt('policy0');
    for (const scope of ['policy0', 'policy4']) log.record(tick({ scope, at: 9000 }));
    log.interrupt();
    for (const scope of ['policy0', 'policy4']) log.record(tick({ scope, at: 9999 }));
    expect(log.drain().map(row => [row.scope, row.from, row.until])).toEqual([
      ['policy0', 1000, 1000],
      ['policy4', 1000, 9000],
      ['policy0', 9000, 9000],
      ['policy0', 9999, 9999],
      ['policy4', 9999, 9999],
    ]);
  });

  it('opens a new row when the clock was set back', () => {
    expect(logged(tick(), tick({ at: 500 })).map(row => [row.from, row.until])).toEqual([
      [1000, 1000],
      [500, 500],
    ]);
  });
});

/** Few values each, so that runs, changes and returns to an earlier plan all happen. Fresh objects, equal by value only, half of the time. */
const anyTick = fc
  .record({
    after: fc.record(
      { max_freq: fc.integer({ min: 1, max: 2 }), epp: fc.constantFrom('power', 'performance') },
      { requiredKeys: [] },
    ),
    codes: fc.array(fc.constantFrom('a', 'b'), { maxLength: 2 }),
    scope: fc.constantFrom('policy0', 'policy4', 'machine'),
    mode: fc.constantFrom('govern' as const, 'observe' as const),
    step: fc.integer({ min: 0, max: 2 }),
    drain: fc.boolean(),
    interrupt: fc.boolean(),
  })
  .map(({ codes, ...rest }) => ({ ...rest, reasons: codes.map(code => ({ ...reason, code })) }));

/** What a row says of each of its ticks. */
const meaning = ({ after, reasons, mode }: Pick<DecisionTick, 'after' | 'reasons' | 'mode'>): string =>
  JSON.stringify([Object.entries(after).sort(), reasons.map(r => r.code), mode]);

describe('lossless law', () => {
  it('keeps every tick in exactly one row, and replays to the same plans', () => {
    fc.assert(
      fc.property(fc.array(anyTick, { maxLength: 60 }), steps => {
        const log = new DecisionLog();
        const stored = new Map<number, DecisionRow>();
        const told = new Map<string, string[]>();
        let at = 0;
        const drain = (): void => {
          for (const row of log.drain()) stored.set(row.key, row);
        };
        for (const step of steps) {
          at += step.step;
          log.record(tick({ ...step, at }));
          told.set(step.scope, [...(told.get(step.scope) ?? []), meaning(step)]);
          if (step.drain) drain();
          if (step.interrupt) log.interrupt(step.scope);
        }
        drain();
        for (const [scope, expected] of told) {
          const rows = [...stored.values()].filter(row => row.scope === scope).sort((a, b) => a.key - b.key);
          expect(rows.flatMap(row => Array.from({ length: row.ticks }, () => meaning(row)))).toEqual(expected);
          for (const [i, row] of rows.entries()) expect(row.from).toBeGreaterThanOrEqual(rows[i - 1]?.until ?? 0);
          for (const row of rows) expect(row.until).toBeGreaterThanOrEqual(row.from);
        }
      }),
    );
  });

  it('opens no more rows than there are changes', () => {
    const plans = fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1 });
    fc.assert(
      fc.property(plans, values => {
        const changes = values.filter((value, i) => value !== values[i - 1]).length;
        expect(logged(...values.map((max_freq, at) => tick({ at, after: { max_freq } })))).toHaveLength(changes);
      }),
    );
  });
});
