import { describe, expect, it } from 'vitest';
import { explain } from '../../src/governor/explain.js';

describe('explain', () => {
  it('says in one sentence why each limit is what it is', () => {
    const text = explain('policy0', { min_freq: 800_000, max_freq: 2_600_000, epp: 'balance_power' }, [
      {
        control: 'epp',
        bound: 'choice',
        rule: 'profile',
        code: 'epp',
        facts: { profile: 'balanced', source: 'battery' },
      },
      {
        control: 'max_freq',
        bound: 'max',
        rule: 'thermal',
        code: 'near-trip',
        facts: { zone: 'acpitz', temperature_c: 84, predicted_c: 88, trip: 'passive', trip_c: 85 },
      },
    ]);
    expect(text).toBe(
      'policy0 may run from 0.80 GHz to 2.60 GHz because acpitz is at 84 °C and heading for 88 °C, close to its passive trip at 85 °C; ' +
        'its energy preference (EPP) is balance_power because the profile is balanced and the machine runs on battery.',
    );
  });

  it('names the rule of a journal written by a newer version', () => {
    expect(
      explain('policy0', { min_freq: 1, max_freq: 2 }, [
        { control: 'max_freq', bound: 'max', rule: 'future', code: 'new', facts: {} },
      ]),
    ).toContain('future says new');
  });
});
