import { describe, expect, it } from 'vitest';
import { Arbiter } from '../../../src/governor/arbitration/arbiter.js';
import { because } from '../../../src/governor/explain/explain.js';
import { OverrideRule } from '../../../src/governor/orders/override-rule.js';
import type { Override } from '../../../src/model/people/requests.js';
import { nanoseconds } from '../../../src/model/units.js';
import { type Conditions, policy, situation, topology } from '../situation.js';

const override = (wish: Partial<Override>): Override => ({
  id: 3,
  who: 'uid 1000 (make)',
  lasts: 'until 18:00:00',
  ...wish,
});
const propose = (wish: Partial<Override>, conditions: Conditions = {}) =>
  new OverrideRule().propose(situation({ ...conditions, overrides: [override(wish)] }));

const hybrid = {
  ...topology([], [policy, { ...policy, id: 2, cpus: [2, 3], online: [2, 3], hw_max: 3_000_000 }]),
  cpus: [0, 1, 2, 3].map(id => ({ id, online: true, package: 0, core: id, kind: id < 2 ? 'P' : 'E' }) as const),
};

describe('override', () => {
  it('bounds the one side that it names, and says who asked for it until when', () => {
    const [proposal] = propose({ max: 2_400_000 });
    expect(proposal).toMatchObject({
      scope: 'policy0',
      control: 'freq',
      priority: 'override',
      interval: { min: Number.NEGATIVE_INFINITY, max: 2_400_000 },
    });
    const { rule = '', code = '', facts = {} } = proposal?.reason ?? {};
    expect(because({ control: 'max_freq', bound: 'max', rule, code, facts })).toBe(
      'uid 1000 (make) asked for it (override 3), until 18:00:00',
    );
  });

  it('rounds to what the driver has: a maximum down, a minimum up', () => {
    const table = topology([], [{ ...policy, frequencies: [800_000, 1_600_000, 2_800_000, 4_000_000] }]);
    expect(propose({ min: 1_000_000, max: 2_400_000 }, { topology: table })[0]).toMatchObject({
      interval: { min: 1_600_000, max: 1_600_000 },
    });
  });

  it('is about the frequency domains of the CPUs that it names', () => {
    const scopes = (cpus: string) => propose({ max: 1_000_000, cpus }, { topology: hybrid }).map(p => p.scope);
    expect(scopes('P')).toEqual(['policy0']);
    expect(scopes('E')).toEqual(['policy2']);
    expect(scopes('1-2')).toEqual(['policy0', 'policy2']);
  });

  it('bounds each GPU whose clock can be set at a clock that it supports, and no CPU with it', () => {
    const board = { uuid: 'GPU-0', name: 'NVIDIA', power_limit: null };
    const gpus = [
      { ...board, id: 0, clocks: [210_000, 1_185_000, 2_100_000] },
      { ...board, id: 1, clocks: [1_500_000, 1_800_000] },
      { ...board, id: 2, clocks: [210_000, 1_800_000] },
    ];
    const choices = { 'gpu0.max_clock': [], 'gpu1.max_clock': [] };
    const made = propose({ gpuMax: 1_200_000 }, { topology: { ...topology(), gpus }, choices });
    expect(made.map(p => [p.scope, p.control, p.priority, p.kind === 'interval' && p.interval.max])).toEqual([
      ['gpu0', 'clock', 'override', 1_185_000],
      ['gpu1', 'clock', 'override', 1_500_000],
    ]);
  });

  it('leaves alone what a domain does not offer', () => {
    const choices = { 'policy0.governor': ['schedutil', 'performance'], boost: [] };
    const made = propose({ epp: 'power', governor: 'performance', boost: false }, { choices });
    expect(made.map(p => [p.scope, p.control, p.kind === 'choice' && p.choice])).toEqual([
      ['machine', 'boost', 0],
      ['policy0', 'governor', 'performance'],
    ]);
    expect(propose({ governor: 'ondemand' }, { choices })).toEqual([]);
  });

  it('says the same objects while nothing changes, so that arbitration costs nothing', () => {
    const rule = new OverrideRule();
    const now = situation({ overrides: [override({ max: 2_000_000 })] });
    const before = rule.propose(now);
    expect(rule.propose(now)).toBe(before);
  });

  it('gives a governor back when it is over: for 2 s at least, since a write may be under way, and until it reads so', () => {
    const rule = new OverrideRule();
    const overrides: readonly Override[] = [override({ governor: 'performance' })];
    const none: readonly Override[] = [];
    const {
      topology: machine,
      choices,
      baseline,
      ...usual
    } = situation({
      choices: { 'policy0.governor': ['schedutil', 'performance'] },
      baseline: { 'policy0.governor': 'schedutil' },
    });
    const at = (seconds: number, asked: readonly Override[], governor: string) =>
      rule.propose({
        ...usual,
        topology: machine,
        choices,
        baseline,
        overrides: asked,
        reading: { ...usual.reading, at: nanoseconds(seconds * 1e9), state: () => governor },
      });
    expect(at(0, overrides, 'performance')).toHaveLength(1);
    const back = { scope: 'policy0', control: 'governor', priority: 'governor', choice: 'schedutil' };
    expect(at(1, none, 'schedutil')).toMatchObject([back]);
    expect(at(4, none, 'performance')).toMatchObject([back]);
    expect(at(5, overrides, 'performance')).toMatchObject([{ choice: 'performance' }]);
    expect(at(6, none, 'performance')).toMatchObject([back]);
    expect(at(9, none, 'schedutil')).toEqual([]);
  });

  it('of two overrides the narrower bound holds, and the newer word', () => {
    const overrides = [
      override({ id: 1, max: 2_000_000, epp: 'power' }),
      override({ id: 2, max: 3_000_000, epp: 'performance' }),
    ];
    const proposals = new OverrideRule().propose(
      situation({ overrides, choices: { 'policy0.epp': ['performance', 'power'] } }),
    );
    const range = { min: 800_000, max: 4_000_000 };
    expect(new Arbiter(() => range).arbitrate(proposals)).toMatchObject([
      { interval: { min: 800_000, max: 2_000_000 }, maxBy: { reason: { code: 'asked:1' } } },
      { choice: 'performance', by: { reason: { code: 'asked:2' } } },
    ]);
  });
});
