import { describe, expect, it, test } from 'vitest';
import type { Proposal } from '../../../src/governor/arbitration/proposal.js';
import { because } from '../../../src/governor/explain/explain.js';
import { ChargeRule } from '../../../src/governor/orders/charge-rule.js';
import type { ChargeLimits, ChargeOrders } from '../../../src/model/people/charge.js';
import type { ControlValue } from '../../../src/model/signals.js';
import { type Conditions, situation, topology } from '../situation.js';

const laptop = (...batteries: string[]) => ({
  ...topology(),
  supplies: [{ name: 'AC', type: 'Mains' }, ...batteries.map(name => ({ name, type: 'Battery' }))],
});
const one = laptop('BAT0');
const orders = (all: ChargeLimits, more: Partial<ChargeOrders> = {}): ChargeOrders => ({
  all,
  batteries: {},
  full: {},
  ...more,
});
const thresholds = { 'supply.BAT0.charge_start': [], 'supply.BAT0.charge_stop': [] };
const asFound = { 'supply.BAT0.charge_start': 0, 'supply.BAT0.charge_stop': 100 };

function proposed(conditions: Conditions, rule = new ChargeRule()): readonly Proposal[] {
  return rule.propose(situation({ topology: one, baseline: asFound, ...conditions }));
}

const values = (proposals: readonly Proposal[]): Record<string, ControlValue> =>
  Object.fromEntries(proposals.map(p => [`${p.scope}.${p.control}`, p.kind === 'choice' ? p.choice : Number.NaN]));

const text = (proposal: Proposal | undefined): string =>
  proposal === undefined ? '' : because({ control: proposal.control, bound: 'choice', facts: {}, ...proposal.reason });

describe('what is proposed', () => {
  it('both thresholds as they are configured, at the profile’s priority, each with its sentence', () => {
    const out = proposed({ choices: thresholds, charge: orders({ start: 75, stop: 80 }) });
    expect(values(out)).toEqual({ 'supply.BAT0.charge_start': 75, 'supply.BAT0.charge_stop': 80 });
    expect(out.map(p => p.priority)).toEqual(['profile', 'profile']);
    expect(text(out[0])).toBe('the configuration says charge_stop = 80');
  });

  it('only what the battery has', () => {
    const charge = orders({ start: 75, stop: 80 });
    expect(values(proposed({ choices: { 'supply.BAT0.charge_stop': [] }, charge }))).toEqual({
      'supply.BAT0.charge_stop': 80,
    });
    expect(proposed({ choices: {}, charge })).toEqual([]);
  });

  it('a start that was found above the stop goes below it', () => {
    const baseline = { 'supply.BAT0.charge_start': 90, 'supply.BAT0.charge_stop': 100 };
    const at = (stop: number) => values(proposed({ choices: thresholds, charge: orders({ stop }), baseline }));
    expect(at(80)).toEqual({ 'supply.BAT0.charge_start': 75, 'supply.BAT0.charge_stop': 80 });
    expect(at(3)['supply.BAT0.charge_start']).toBe(0);
    expect(at(95)).toEqual({ 'supply.BAT0.charge_stop': 95 });
  });

  it('each battery its own', () => {
    const choices = { ...thresholds, 'supply.BAT1.charge_stop': [] };
    const charge = orders({ stop: 80 }, { batteries: { BAT1: { stop: 60 } } });
    expect(values(proposed({ choices, charge, topology: laptop('BAT0', 'BAT1') }))).toEqual({
      'supply.BAT0.charge_stop': 80,
      'supply.BAT1.charge_stop': 60,
    });
  });

  it('the charge type Custom, where there is one beside thresholds', () => {
    const choices = { ...thresholds, 'supply.BAT0.charge_types': ['Standard', 'Custom'] };
    expect(values(proposed({ choices, charge: orders({ stop: 80 }) }))['supply.BAT0.charge_types']).toBe('Custom');
    expect(proposed({ choices, charge: orders({}) })).toEqual([]);
  });

  it.each([
    [80, 'Long_Life', 1],
    [100, 'Fast', 0],
  ])('a stop of %d %% by the maker’s own limit, where that is all: %s', (stop, type, conservation) => {
    const charge = orders({ stop });
    const types = { 'supply.BAT0.charge_types': ['Fast', 'Long_Life'] };
    const baseline = { 'supply.BAT0.charge_types': 'Long_Life' };
    const out = proposed({ choices: types, charge, baseline });
    expect(values(out)).toEqual({ 'supply.BAT0.charge_types': type });
    expect(text(out[0])).toContain('this limit of the maker');
    expect(values(proposed({ choices: { conservation_mode: [] }, charge }))).toEqual({
      'machine.conservation_mode': conservation,
    });
  });

  it('full: 95 to 100 %, over what is configured, with who wants it', () => {
    const charge = orders({ start: 75, stop: 80 }, { full: { BAT0: 'uid 1000' } });
    const out = proposed({ choices: thresholds, charge });
    expect(values(out)).toEqual({ 'supply.BAT0.charge_start': 95, 'supply.BAT0.charge_stop': 100 });
    expect(out.every(p => p.priority === 'override')).toBe(true);
    expect(text(out[0])).toBe('uid 1000 wants it full, until the charger is unplugged');
  });

  it('nothing where nobody asks, and the same objects while nothing changes', () => {
    expect(proposed({ choices: thresholds })).toEqual([]);
    const rule = new ChargeRule();
    const same = situation({ topology: one, choices: thresholds, baseline: asFound, charge: orders({ stop: 80 }) });
    expect(rule.propose(same)).toBe(rule.propose(same));
  });
});

test('what nobody asks for any more goes back to what was found, and then is let go', () => {
  const rule = new ChargeRule();
  const state = { 'supply.BAT0.charge_stop': 80 };
  proposed({ choices: thresholds, charge: orders({ stop: 80 }) }, rule);
  const back = proposed({ choices: thresholds, state }, rule);
  expect(values(back)).toEqual({ 'supply.BAT0.charge_stop': 100 });
  expect(back[0]?.priority).toBe('governor');
  const restored = new ChargeRule();
  restored.restore(JSON.parse(JSON.stringify(rule.save())));
  for (const each of [rule, restored]) {
    expect(values(proposed({ choices: thresholds, state, at: 60 }, each))).toEqual({ 'supply.BAT0.charge_stop': 100 });
    expect(proposed({ choices: thresholds, state: asFound, at: 61 }, each)).toEqual([]);
  }
});
