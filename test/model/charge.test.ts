import { describe, expect, it } from 'vitest';
import { chargeOf, heldOf, type StoreState } from '../../src/model/charge.js';

const battery = (name: string, state: Partial<StoreState>): StoreState => ({ name, type: 'Battery', ...state });

describe('the charge of all batteries together', () => {
  it.each<[string, StoreState[], number | undefined]>([
    ['none', [], undefined],
    ['a desktop', [{ name: 'AC', type: 'Mains', percent: 5 }], undefined],
    ['one, as the kernel rounds it', [battery('BAT0', { percent: 29, energy: 30, full: 100 })], 29],
    ['one that tells no percentage', [battery('BAT0', { energy: 12, full: 48 })], 25],
    ['one that tells nothing', [battery('BAT0', {})], undefined],
    ['a full of 0', [battery('BAT0', { energy: 12, full: 0 })], undefined],
    [
      'a small full one and a large empty one are nearly empty',
      [battery('BAT0', { percent: 100, energy: 10, full: 10 }), battery('BAT1', { percent: 10, energy: 9, full: 90 })],
      19,
    ],
    [
      'percentages are weighted where energy is not told',
      [battery('BAT0', { percent: 90, full: 10 }), battery('BAT1', { percent: 10, full: 30 })],
      30,
    ],
    [
      'alike where a size is missing',
      [battery('BAT0', { percent: 90 }), battery('BAT1', { percent: 10, full: 30 })],
      50,
    ],
    ['one of two tells nothing', [battery('BAT0', {}), battery('BAT1', { percent: 40 })], 40],
    ['an empty bay', [battery('BAT0', { present: 0, percent: 0 }), battery('BAT1', { percent: 40 })], 40],
    ['a mouse', [battery('hid', { scope: 'Device', percent: 3 }), battery('BAT0', { percent: 40 })], 40],
    ['a UPS alone', [{ name: 'ups', type: 'UPS', percent: 20 }], 20],
    ['a UPS beside a battery', [{ name: 'ups', type: 'UPS', percent: 20 }, battery('BAT0', { percent: 40 })], 40],
    ['more than full', [battery('BAT0', { energy: 52, full: 50 }), battery('BAT1', { energy: 0, full: 50 })], 50],
  ])('%s', (_, supplies, percent) => {
    expect(chargeOf(supplies)).toBe(percent);
  });
});

describe('what all batteries hold together', () => {
  it.each<[string, StoreState[], number | undefined]>([
    ['none', [], undefined],
    ['one', [battery('BAT0', { percent: 25, full: 48 })], 12],
    ['two', [battery('BAT0', { energy: 10, full: 20 }), battery('BAT1', { energy: 6, full: 30 })], 16],
    ['one that does not say what it holds when full', [battery('BAT0', { percent: 25 })], undefined],
    [
      'a second one that does not',
      [battery('BAT0', { energy: 10, full: 20 }), battery('BAT1', { percent: 40 })],
      undefined,
    ],
    [
      'a mouse beside one',
      [battery('hid', { scope: 'Device', percent: 3, full: 1 }), battery('BAT0', { percent: 50, full: 40 })],
      20,
    ],
  ])('%s', (_, supplies, energy) => {
    expect(heldOf(supplies)).toBe(energy);
  });
});
