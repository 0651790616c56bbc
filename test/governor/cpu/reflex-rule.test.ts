import { describe, expect, it } from 'vitest';
import type { Situation } from '../../../src/governor/arbitration/rule.js';
import { ReflexRule } from '../../../src/governor/cpu/reflex-rule.js';
import { because } from '../../../src/governor/explain/explain.js';
import { PowerCurves } from '../../../src/governor/power-curve/power-curves.js';
import { newRules } from '../../../src/governor/registry.js';
import type { Budget } from '../../../src/model/people/profiles.js';
import { type Conditions, policy, situation } from '../situation.js';
import { learned } from '../stretches.js';

interface Promising extends Conditions {
  readonly budget?: Partial<Budget>;
  /** As it is read back. */
  readonly raiseMs?: number;
  readonly offered?: boolean;
}

/** Short stretches on a machine with a reflex, under a promise of 4 ms. */
function promising({ budget, raiseMs = 0, offered = true, ...c }: Promising = {}): Situation {
  const features = { stretches: learned([1]), ...c.features };
  const choices = { ...(offered ? { 'policy0.raise_ms': [] } : {}), ...c.choices };
  const made = situation({ governor: 'schedutil', interval: 0.25, ...c, features, choices });
  const policies = made.reading.policies.map(seen => ({ ...seen, raiseMs }));
  return {
    ...made,
    budget: { slowdown: 0.05, delay: 4, epp: 'balance_performance', ...budget },
    reading: { ...made.reading, policies },
  };
}

const { cost, critical } = new PowerCurves();
const power = { cost, critical, measured: () => true, doubt: () => 0 };
const made = () => new ReflexRule(power, new Map());

/** By control, what a list of proposals asks for. */
const asked = (proposals: ReturnType<ReflexRule['propose']>) =>
  Object.fromEntries(proposals.map(p => [p.control, p.kind === 'choice' ? p.choice : p.interval]));

const words = (proposals: ReturnType<ReflexRule['propose']>, control: string): string => {
  const reason = proposals.find(p => p.control === control)?.reason;
  if (reason === undefined) throw new Error(`nothing is proposed for ${control}`);
  return because({ ...reason, facts: reason.facts ?? {}, control, bound: 'max' });
};

describe('the reflex', () => {
  it('says when a task’s own period sets the pace, or tasks that take turns do', () => {
    const features = { stretches: learned([3]), utilisation: 0.3, bunching: -0.8, regular: true };
    const periodic = [
      { period: 20, run: 3, mhz: 0 },
      { period: 50, run: 6, mhz: 0 },
    ];
    const seen = { periodic, others: 0, longest: 0, taken: 0 };
    const budget = { delay: 8 };
    const usual = made().propose(promising({ features, budget }));
    const paced = made().propose(promising({ features, budget, tasks: seen }));
    const mixed = { ...features, bunching: 0.1, regular: false };
    const shared = made().propose(promising({ features: mixed, tasks: { ...seen, longest: 60 } }));
    expect(words(usual, 'start')).toMatch(/holds it up by at most \d(\.\d)? ms$/);
    expect(words(paced, 'start')).toMatch(/: the task that comes each 20 ms can wait for that$/);
    expect(words(shared, 'start')).toMatch(
      / by at most [12](\.\d)? ms, and twice that where tasks take turns on a CPU$/,
    );
    const later = (proposals: typeof usual) => Number(proposals[0]?.reason.facts?.later_ms);
    expect(later(paced)).toBeGreaterThan(1.3 * later(usual));
  });

  it('starts work at a lower clock, and has it raised to the highest', () => {
    const proposals = made().propose(promising());
    const { start, raise_ms, freq } = asked(proposals);
    const { min, max } = start as { min: number; max: number };
    expect(min).toBe(max);
    expect(max).toBeLessThan(policy.hw_max);
    expect(raise_ms).toBeGreaterThanOrEqual(1);
    expect((Number(raise_ms) + 0.4) * (1 - max / policy.hw_max)).toBeLessThanOrEqual(4);
    expect(freq).toEqual({ min: policy.hw_max, max: policy.hw_max });
    expect(words(proposals, 'start')).toMatch(
      /^work starts at \d\.\d\d GHz and gets the full clock before it is busy for \d+ ms, which holds it up by at most \d(\.\d)? ms$/,
    );
    expect(words(proposals, 'freq')).toMatch(/^what is busy for \d+ ms gets the full clock$/);
  });

  it('sets no floor where none is needed, nor near a trip point', () => {
    for (const c of [{ governor: 'performance' }, { features: { nearTrip: true } }]) {
      const { start, freq } = asked(made().propose(promising(c)));
      expect(start).toMatchObject({ min: Number.NEGATIVE_INFINITY });
      expect(freq).toEqual({ min: Number.NEGATIVE_INFINITY, max: policy.hw_max });
    }
  });

  it('starts no faster than the machine was found to be allowed', () => {
    const { start } = asked(made().propose(promising({ baseline: { 'policy0.max_freq': 1_000_000 } })));
    expect(start).toEqual({ min: 1_000_000, max: 1_000_000 });
  });

  it.each<[string, Promising]>([
    ['batch work', { features: { batch: true } }],
    ['a look at full clock', { budget: { look: true } }],
    ['a promise in percent', { budget: { delay: undefined } }],
    ['the profile performance', { budget: { slowdown: 0, delay: 0 } }],
  ])('is off for %s', (_, c) => {
    expect(made().propose(promising(c))).toEqual([]);
  });

  it('says what applications ask for, and says it anew when that changes', () => {
    const rule = made();
    const plain = rule.propose(promising());
    const ask = (by: string, ms = 3600) => ({
      budget: { asked: { deadline: { ms, by, alone: false }, words: `${by} asks` } },
    });
    const told = rule.propose(promising(ask('game')));
    expect(asked(told)).toEqual(asked(plain));
    expect(words(told, 'start')).toMatch(/ms \(game asks\)$/);
    expect(rule.propose(promising(ask('game')))[0]).toBe(told[0]);
    expect(words(rule.propose(promising(ask('film'))), 'start')).toMatch(/\(film asks\)$/);
    expect(words(rule.propose(promising()), 'start')).toMatch(/ms$/);
  });

  it('gives work a D under a promise in percent where who works alone asks for it', () => {
    const inPercent = (alone: boolean, regular = false) =>
      promising({
        features: { regular },
        budget: { delay: undefined, asked: { latency: { ms: 2, by: 'server', alone }, words: 'server asks' } },
      });
    const later = (s: Situation) =>
      made()
        .propose(s)
        .find(p => p.control === 'start')?.reason.facts;
    expect(later(inPercent(false))).toBeUndefined();
    expect(later(inPercent(true))).toMatchObject({ promised_ms: 2, asked: 'server asks' });
    expect(Number(later(inPercent(true))?.later_ms)).toBeLessThanOrEqual(2);
    expect(later(inPercent(false, true))).toMatchObject({ promised_ms: 2 });
  });

  it('is taken back while it is in force, and no longer than that', () => {
    const rule = made();
    const { raise_ms } = asked(rule.propose(promising()));
    const over = rule.propose(promising({ budget: { look: true }, raiseMs: Number(raise_ms) }));
    expect(asked(over)).toEqual({ raise_ms: 0 });
    expect(words(over, 'raise_ms')).toBe('its work is not slowed at its start any more');
    expect(rule.propose(promising({ budget: { look: true }, raiseMs: 0 }))).toEqual([]);
  });

  it('keeps its proposals’ objects while it says the same', () => {
    const rule = made();
    const first = rule.propose(promising());
    expect(rule.propose(promising()).every((p, i) => p === first[i])).toBe(true);
  });

  it('runs at full clock while the power there is being learned', () => {
    const rule = new ReflexRule({ ...power, measured: () => false }, new Map());
    const proposals = rule.propose(promising());
    expect(asked(proposals)).toEqual({ freq: { min: policy.hw_max, max: policy.hw_max } });
    expect(words(proposals, 'freq')).toBe('what it draws at full clock is being learned');
  });

  it('is on under a promise in percent for paced work alone, as with 8 ms', () => {
    const percent = { budget: { delay: undefined } };
    const paced = { regular: true };
    const { start } = asked(made().propose(promising({ ...percent, features: paced })));
    expect(start).toEqual(asked(made().propose(promising({ budget: { delay: 8 }, features: paced }))).start);
    expect(
      made().propose(promising({ ...percent, budget: { slowdown: 0, delay: undefined }, features: paced })),
    ).toEqual([]);
  });

  it('sets a floor under firmware that saves, which would start each stretch slower', () => {
    const { start, freq } = asked(made().propose(promising({ governor: 'powersave', epp: 'balance_power' })));
    expect(start).toMatchObject({ min: (start as { max: number }).max });
    expect(freq).toEqual({ min: policy.hw_max, max: policy.hw_max });
  });

  it('goes on the same when it is restored', () => {
    const one = made();
    for (let i = 0; i < 9; i++) one.propose(promising());
    const other = made();
    other.restore(structuredClone(one.save()));
    for (let i = 0; i < 60; i++) expect(other.propose(promising())).toEqual(one.propose(promising()));
  });
});

describe('where the machine has none', () => {
  const firmware = { offered: false, governor: 'powersave', epp: 'balance_performance' };

  it('leaves the clock to firmware that follows the load, with no floor under it', () => {
    const proposals = made().propose(promising(firmware));
    expect(asked(proposals)).toEqual({ freq: { min: Number.NEGATIVE_INFINITY, max: policy.hw_max } });
    expect(words(proposals, 'freq')).toBe('its firmware raises the clock by itself within milliseconds');
  });

  it.each<[string, Promising]>([
    ['batch work', { ...firmware, features: { batch: true } }],
    ['a promise in percent', { ...firmware, budget: { delay: undefined } }],
    ['a governor of the kernel', { offered: false }],
    ['firmware that keeps its clock high', { ...firmware, epp: 'performance' }],
  ])('says nothing about %s', (_, c) => {
    expect(made().propose(promising(c))).toEqual([]);
  });
});

describe('who else has a say', () => {
  /** Rules that propose something for the clock after half a minute; the power at the top is known by then. */
  function speaking(c: Promising): string[] {
    const rules = newRules();
    const once = () => rules.flatMap(rule => rule.propose(promising(c)));
    for (let i = 0; i < 120; i++) once();
    const own = new Set(['reflex', 'pace', 'strict-cap']);
    return [...new Set(once().flatMap(p => (own.has(p.reason.rule) ? [p.reason.rule] : [])))];
  }
  const paced = { regular: true, demand: 0.3, busy: 0.3 };

  it('is neither pace nor the strict cap while the reflex is on', () => {
    expect(speaking({ features: paced })).toEqual(['reflex']);
    expect(speaking({ offered: false, governor: 'powersave', epp: 'balance_power', features: paced })).toEqual([
      'reflex',
    ]);
  });

  it('is the strict cap alone where work is in long stretches', () => {
    expect(speaking({ features: { ...paced, regular: false, stretches: learned([10_000]) } })).toEqual(['strict-cap']);
    expect(speaking({ features: { ...paced, stretches: learned([10_000]) } })).toEqual(['strict-cap']);
  });

  it('is pace and the strict cap under a promise in percent where no reflex is offered', () => {
    const percent = { budget: { delay: undefined }, features: paced };
    expect(speaking({ ...percent, offered: false })).toEqual(['pace', 'strict-cap']);
    expect(speaking(percent)).toEqual(['reflex']);
  });

  it('is the strict cap for batch work', () => {
    expect(speaking({ features: { batch: true } })).toEqual(['strict-cap']);
  });
});
