import { describe, expect, it } from 'vitest';
import type { Proposal } from '../../../src/governor/arbitration/proposal.js';
import type { Situation } from '../../../src/governor/arbitration/rule.js';
import { kernelStep } from '../../../src/governor/cpu/kernel-step.js';
import { ReflexRule } from '../../../src/governor/cpu/reflex-rule.js';
import { explain } from '../../../src/governor/explain/explain.js';
import { longestSummary, summary } from '../../../src/governor/explain/summary.js';
import { PowerCurves } from '../../../src/governor/power-curve/power-curves.js';
import type { Policy } from '../../../src/model/topology.js';
import { type Conditions, policy, situation, topology } from '../situation.js';
import { learned } from '../stretches.js';

const { cost, critical } = new PowerCurves();
const power = { cost, critical, measured: () => true, doubt: () => 0 };
const made = () => new ReflexRule(power, new Map());

const tunables = (scope = '') =>
  Object.fromEntries(['young_percent', 'young_us', 'pace_percent', 'pace_us'].map(name => [`${scope}${name}`, []]));
const governors = ['schedutil', 'lattice'];
const offered = { 'policy0.governor': governors, 'policy0.raise_ms': [] };

interface Kernel extends Conditions {
  readonly delay?: number | undefined;
  readonly raiseMs?: number;
  /** Whether the ages of stretches are counted. */
  readonly ages?: boolean;
}

/** Short stretches under a promise of 4 ms, where the configuration wants the kernel's governor and the policy has it. */
function inKernel({ delay = 4, raiseMs = 0, ages = true, ...c }: Kernel = {}): Situation {
  const choices = c.choices ?? { ...offered, ...tunables('policy0.') };
  const baseline = { 'policy0.governor': 'schedutil', ...c.baseline };
  const features = { stretches: learned([1]), ...c.features };
  const s = situation({ governor: 'lattice', interval: 0.25, kernel: true, ...c, choices, features, baseline });
  const policies = s.reading.policies.map(seen => ({ ...seen, raiseMs, ...(ages && { young: new Float64Array() }) }));
  return { ...s, budget: { ...s.budget, delay }, reading: { ...s.reading, policies } };
}

const asked = (proposals: readonly Proposal[]) =>
  Object.fromEntries(proposals.map(p => [`${p.scope}.${p.control}`, p.kind === 'choice' ? p.choice : p.interval.min]));
const open = Number.NEGATIVE_INFINITY;

describe('where the kernel’s governor starts and raises work', () => {
  it('it is chosen only where the configuration says so, it is offered, and the policy was not found with a request', () => {
    const chosen = (c: Kernel) => asked(made().propose(inKernel({ governor: 'schedutil', ...c })))['policy0.governor'];
    expect(chosen({})).toBe('lattice');
    expect(chosen({ kernel: false })).toBeUndefined();
    expect(chosen({ choices: { ...offered, 'policy0.governor': ['schedutil'] } })).toBeUndefined();
    for (const found of ['powersave', 'userspace'])
      expect(chosen({ baseline: { 'policy0.governor': found } }), found).toBeUndefined();
  });

  it('until it has it, and while somebody else’s is there, the helper raises', () => {
    expect(asked(made().propose(inKernel({ governor: 'schedutil' })))['policy0.raise_ms']).toBeGreaterThan(0);
  });

  it('until its tunables are there work has the full clock', () => {
    expect(asked(made().propose(inKernel({ choices: offered, raiseMs: 5 })))).toEqual({
      'policy0.raise_ms': 0,
      'policy0.freq': policy.hw_max,
      'policy0.governor': 'lattice',
    });
  });

  it('a step is told in its terms, limits are left open, and the helper’s reflex ends', () => {
    const rule = made();
    const proposals = rule.propose(inKernel({ raiseMs: 12 }));
    const said = asked(proposals);
    expect(said).toMatchObject({ 'policy0.raise_ms': 0, 'policy0.freq': open, 'policy0.governor': 'lattice' });
    const percent = Number(said['policy0.young_percent']);
    expect(percent).toBeLessThan(100);
    expect(said).toMatchObject({
      'policy0.young_us': kernelStep(policy, (percent * policy.hw_max) / 100, policy.hw_max, 4, 4).us,
      'policy0.pace_percent': percent,
      'policy0.pace_us': said['policy0.young_us'],
    });
    // The same objects while nothing changes.
    const again = rule.propose(inKernel());
    for (const p of again) expect(proposals).toContain(p);
  });

  it('starts at three quarters of the clock where nobody counts the ages of stretches', () => {
    const said = asked(made().propose(inKernel({ ages: false })));
    expect(said).toMatchObject({ 'policy0.young_percent': 75, 'policy0.young_us': 10_000 });
    expect(asked(made().propose(inKernel()))['policy0.young_percent']).not.toBe(75);
  });

  it.each<[string, Kernel]>([
    ['batch work', { features: { batch: true } }],
    ['a promise in percent', { delay: 0 }],
  ])('%s begins at the full clock, and the strict cap holds it', (_, c) => {
    expect(asked(made().propose(inKernel(c)))).toEqual({
      'policy0.governor': 'lattice',
      'policy0.young_percent': 100,
      'policy0.young_us': 0,
      'policy0.pace_percent': 100,
      'policy0.pace_us': 0,
    });
  });

  it('tunables that policies share are those of the most careful one', () => {
    const second: Policy = { ...policy, id: 1, cpus: [1], online: [1] };
    const one = inKernel({ choices: { ...offered, 'policy1.governor': governors, ...tunables() } });
    const both = (batch: boolean): Situation => ({
      ...one,
      topology: topology([], [policy, second]),
      reading: { ...one.reading, policies: [0, 1].flatMap(id => one.reading.policies.map(p => ({ ...p, id }))) },
      features: one.features.flatMap(f => [f, { ...f, batch }]),
    });
    const alike = asked(made().propose(both(false)));
    expect(alike['machine.young_percent']).toBeLessThan(100);
    expect(Object.keys(alike).filter(name => name.includes('young_percent'))).toEqual(['machine.young_percent']);
    const mixed = made().propose(both(true));
    expect(asked(mixed)).toMatchObject({ 'machine.young_percent': 100, 'policy0.freq': open });
    expect(mixed.find(p => p.scope === 'policy0' && p.control === 'freq')?.reason.code).toBe('kernel-full');
  });

  it('switched off, the governor is put back, and tunables where it was found with them', () => {
    const rule = made();
    rule.propose(inKernel());
    const state = { 'policy0.governor': 'lattice', 'policy0.young_percent': 40, 'policy0.young_us': 8000 };
    const off = (c: Kernel) =>
      asked(rule.propose(inKernel({ kernel: false, choices: { 'policy0.governor': governors }, ...c })));
    expect(off({ state })).toEqual({ 'policy0.governor': 'schedutil' });
    const saved = rule.save();
    const found = { 'policy0.governor': 'lattice', 'policy0.young_percent': 60, 'policy0.young_us': 8000 };
    expect(off({ state, baseline: found })).toEqual({ 'policy0.young_percent': 60 });
    expect(off({ state: found, baseline: found })).toEqual({});
    expect(off({ state })).toEqual({});
    rule.restore(saved);
    expect(off({ state: { 'policy0.governor': 'schedutil' } })).toEqual({});
  });

  it('says what applications ask for, and says it anew when that changes', () => {
    const rule = made();
    const ask = (words: string) => {
      const s = inKernel();
      const deadline = { ms: 3600, by: words, alone: false };
      return rule.propose({ ...s, budget: { ...s.budget, asked: { deadline, words } } });
    };
    const said = (proposals: readonly Proposal[]) => proposals.find(p => p.control === 'freq')?.reason.facts?.asked;
    expect(said(ask('game asks'))).toBe('game asks');
    expect(said(ask('film asks'))).toBe('film asks');
    expect(said(rule.propose(inKernel()))).toBeUndefined();
  });

  it('says so in a few words, and with its bound', () => {
    const proposals = made().propose(inKernel());
    const limits: Record<string, number | string> = { min_freq: policy.hw_min, max_freq: policy.hw_max };
    for (const p of proposals) if (p.kind === 'choice') limits[p.control] = p.choice;
    const reasons = proposals.map(({ control, kind, reason }) => {
      const bound = kind === 'choice' ? ('choice' as const) : ('max' as const);
      return { control, bound, rule: reason.rule, code: reason.code, facts: reason.facts ?? {} };
    });
    const short = summary({ limits, reasons }, true, 1.2);
    expect(short).toMatch(
      /^Up to 4\.00 GHz: the kernel’s governor starts work at \d\.\d\d GHz, full clock after \d+(\.\d)? ms, saves about 1\.2 W$/,
    );
    expect(short.length).toBeLessThanOrEqual(longestSummary);
    expect(explain('policy0', limits, reasons)).toMatch(
      /^policy0 may run from .* because the kernel’s governor starts work at \d\.\d\d GHz and gives it the full clock when it has been busy for \d+(\.\d)? ms, which holds it up by at most [34](\.\d)? ms; its governor is lattice because it starts and raises work in the kernel, as configured\.$/,
    );
  });
});
