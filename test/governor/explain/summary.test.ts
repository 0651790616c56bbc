import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Because } from '../../../src/governor/arbitration/proposal.js';
import { longestSummary, summary } from '../../../src/governor/explain/summary.js';
import { rules } from '../../../src/governor/registry.js';

const because = (
  rule: string,
  code: string,
  facts: Because['facts'] = {},
  bound: Because['bound'] = 'max',
): Because => ({
  control: bound === 'choice' ? 'epp' : `${bound}_freq`,
  bound,
  rule,
  code,
  facts,
});
const range = (min: number, max: number) => ({ min_freq: min * 1e6, max_freq: max * 1e6 });
const batch = because('strict-cap', 'batch', { slowdown: 0.05 });

describe('a summary', () => {
  it('says held where minimum and maximum are one, and what that costs and saves', () => {
    expect(summary({ limits: range(4.4, 4.4), reasons: [batch] }, true, 0.62)).toBe(
      'Held at 4.40 GHz: costs at most 5 % of speed, saves about 0.6 W',
    );
  });

  it('leaves out a saving that is none or is not known', () => {
    for (const saved of [0.01, -1, null, undefined])
      expect(summary({ limits: range(4.4, 4.4), reasons: [batch] }, true, saved)).not.toContain('saves');
  });

  it('shows a floor that was raised, and none that was found', () => {
    const found = because('baseline', 'as-found', {}, 'min');
    const raised = because('override', 'asked:1', { id: 1, who: 'ann', lasts: 'until 9' }, 'min');
    expect(summary({ limits: range(1.2, 4.4), reasons: [raised] })).toBe(
      'Kept between 1.20 and 4.40 GHz: ann asked for it, until 9',
    );
    expect(summary({ limits: range(0.8, 4.4), reasons: [batch, found] })).toMatch(/^Up to 4.40 GHz: costs/);
    expect(summary({ limits: range(0.8, 4.4), reasons: [] })).toBe('Any clock up to 4.40 GHz: nothing bounds it');
  });

  it('tells how work starts, and what holds it down after that', () => {
    const facts = { start_khz: 3.4e6, raise_ms: 16, later_ms: 3.9 };
    const start: Because = { ...because('reflex', 'start', facts), control: 'start_max_freq' };
    const raise: Because = { ...because('reflex', 'start', facts, 'choice'), control: 'raise_ms' };
    const limits = { ...range(4.6, 4.6), start_max_freq: 3.4e6, raise_ms: 16 };
    expect(summary({ limits, reasons: [because('reflex', 'raised', facts), start, raise] })).toBe(
      'Starts at 3.40 GHz, full clock after 16 ms: delays no work by more than 3.9 ms',
    );
    const hot = because('thermal', 'near-trip', { zone: 'acpitz', temperature_c: 94, trip_c: 95 });
    expect(summary({ limits: { ...limits, max_freq: 4e6 }, reasons: [hot, start, raise] })).toBe(
      'Starts at 3.40 GHz, 4.00 GHz after 16 ms: acpitz is at 94 °C, its limit 95 °C',
    );
    expect(summary({ limits: { ...limits, raise_ms: 0 }, reasons: [batch] })).toMatch(/^Held at 4.60 GHz/);
  });

  it('names a choice where nothing else was decided, and how many more there are', () => {
    const epp = because('profile', 'epp', { profile: 'balanced', source: 'battery' }, 'choice');
    expect(summary({ limits: { epp: 'balance_power' }, reasons: [epp] })).toBe(
      'Energy preference (EPP) balance_power: profile balanced, on battery',
    );
    const boost = { ...epp, control: 'boost' };
    expect(summary({ limits: { epp: 'power', boost: 0 }, reasons: [epp, boost] })).toContain('and 1 more');
  });

  it('says what would be where nothing is written', () => {
    expect(summary({ limits: range(4.4, 4.4), reasons: [batch] }, false)).toMatch(/^If governed: held at 4.40 GHz/);
  });

  it('names the rule of a journal written by a newer version', () => {
    expect(summary({ limits: range(1, 2), reasons: [because('future', 'new')] })).toContain('future says new');
  });
});

describe('every rule', () => {
  test.each(rules.map(rule => [rule.name, rule] as const))(
    '%s says each of its reasons in short as well',
    (_, rule) => {
      expect(Object.keys(rule.short).sort()).toEqual(Object.keys(rule.sentences).sort());
    },
  );

  it('is done in 120 characters, whatever the names', () => {
    const codes = rules.flatMap(rule => Object.keys(rule.short).map(code => [rule.name, code] as const));
    const names = ['zone', 'who', 'lasts', 'when', 'profile', 'source', 'moved_by', 'behind'];
    const numbers = [
      'slowdown',
      'usual_slowdown',
      'later_ms',
      'temperature_c',
      'trip_c',
      'predicted_c',
      'longer',
      'saved',
      'other',
      'stop',
      'charge_percent',
      'start_khz',
      'raise_ms',
    ];
    const facts = fc
      .tuple(fc.string({ minLength: 1, maxLength: 400 }), fc.double({ min: 0, max: 99, noNaN: true }))
      .map(([text, value]) => ({
        ...Object.fromEntries(names.map(name => [name, text])),
        ...Object.fromEntries(numbers.map(name => [name, Math.round(value * 10) / 10])),
      }));
    fc.assert(
      fc.property(fc.constantFrom(...codes), facts, fc.boolean(), ([rule, code], told, written) => {
        const text = summary({ limits: range(0.8, 4.6), reasons: [because(rule, code, told)] }, written, 12.3);
        expect(text.length).toBeLessThanOrEqual(longestSummary);
        expect(text).not.toContain('undefined');
        expect(text).not.toContain('NaN');
      }),
    );
  });

  it('keeps its own words whole with names as machines have them', () => {
    for (const rule of rules)
      for (const code of Object.keys(rule.short)) {
        const facts = {
          zone: 'x86_pkg_temp',
          who: 'uid 1000 (latticectl)',
          lasts: 'until 18:00:00',
          when: 'on battery',
          profile: 'power-saver',
          source: 'battery',
        };
        const numbers = {
          slowdown: 0.05,
          usual_slowdown: 0.1,
          moved_by: 'user',
          later_ms: 3.9,
          temperature_c: 94.5,
          trip_c: 100,
          predicted_c: 99.5,
          longer: 0.02,
          saved: 0.18,
          stop: 80,
          charge_percent: 17,
          start_khz: 3_400_000,
          raise_ms: 12.3,
        };
        const text = summary(
          { limits: range(1.2, 4.6), reasons: [because(rule.name, code, { ...facts, ...numbers })] },
          false,
          12.3,
        );
        expect(text).not.toContain('…');
      }
  });
});
