import { describe, expect, it } from 'vitest';
import { explain } from '../../../src/governor/explain/explain.js';

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

  it('tells of a switch of the whole machine', () => {
    const facts = { id: 2, who: 'uid 0 (latticectl, pid 7)', lasts: 'until 18:00:00' };
    expect(
      explain('machine', { boost: 0 }, [
        { control: 'boost', bound: 'choice', rule: 'override', code: 'asked:2', facts },
      ]),
    ).toBe('machine: its boost is off because uid 0 (latticectl, pid 7) asked for it (override 2), until 18:00:00.');
  });

  it('names each of two overrides that set one edge', () => {
    const asked = (id: number, who: string) => ({
      rule: 'override',
      code: `asked:${id}`,
      facts: { id, who, lasts: 'until 9' },
    });
    expect(
      explain('policy0', { min_freq: 1e6, max_freq: 2e6 }, [
        { control: 'max_freq', bound: 'max', ...asked(1, 'a') },
        { control: 'min_freq', bound: 'min', ...asked(2, 'b') },
      ]),
    ).toBe(
      'policy0 may run from 1.00 GHz to 2.00 GHz because a asked for it (override 1), until 9; its floor is there because b asked for it (override 2), until 9.',
    );
  });

  it('names the rule of a journal written by a newer version', () => {
    expect(
      explain('policy0', { min_freq: 1, max_freq: 2 }, [
        { control: 'max_freq', bound: 'max', rule: 'future', code: 'new', facts: {} },
      ]),
    ).toContain('future says new');
  });

  describe('of a domain with a reflex', () => {
    const facts = { start_khz: 3_400_000, raise_ms: 16, later_ms: 3.9, promised_ms: 4 };
    const reflex = { rule: 'reflex', code: 'start', facts };
    const limits = {
      min_freq: 800_000,
      max_freq: 4_600_000,
      start_min_freq: 800_000,
      start_max_freq: 3_400_000,
      raise_ms: 16,
    };
    const raise = { control: 'raise_ms', bound: 'choice', ...reflex } as const;
    const start = { control: 'start_max_freq', bound: 'max', ...reflex } as const;
    const top = { control: 'max_freq', bound: 'max', ...reflex, code: 'raised' } as const;

    it('says first how work starts', () => {
      expect(explain('policy0', limits, [top, start, raise])).toBe(
        'policy0: work starts at 3.40 GHz and gets the full clock before it is busy for 16 ms, which holds it up by at most 3.9 ms; ' +
          'after that it may run from 0.80 GHz to 4.60 GHz.',
      );
      expect(explain('policy0', limits, [top, start, raise], false)).toMatch(
        /^policy0: if governed, work starts .*; after that it would run from /,
      );
    });

    it('claims no milliseconds where heat holds the start down', () => {
      const heat = {
        rule: 'thermal',
        code: 'near-trip',
        facts: { zone: 'acpitz', temperature_c: 84, predicted_c: 88, trip: 'passive', trip_c: 85 },
      };
      const hot = { ...limits, max_freq: 2_000_000, start_max_freq: 2_000_000 };
      const text = explain('policy0', hot, [{ ...top, ...heat }, { ...start, ...heat }, raise]);
      expect(text).toMatch(
        /^policy0: work starts at 2\.00 GHz because acpitz .*; after that .* to 2\.00 GHz because acpitz/,
      );
      expect(text).not.toContain('held up');
    });

    it('says that a reflex went off', () => {
      const off = { ...raise, code: 'off', facts: {} };
      expect(explain('policy0', { ...limits, raise_ms: 0 }, [off])).toBe(
        'policy0 may run from 0.80 GHz to 4.60 GHz because that is the hardware’s range and nothing bounds it; its work is not slowed at its start any more.',
      );
    });
  });
});
