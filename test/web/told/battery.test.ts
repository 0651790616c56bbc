import { describe, expect, it } from 'vitest';
import type { BatteryCharge } from '../../../src/control/protocol/operations/charge.js';
import { batteryOf } from '../../../src/web/told/battery.js';
import type { Moment } from '../../../src/web/told/recent.js';

const charge = (battery: string, level: number | null): BatteryCharge => ({
  battery,
  level,
  inForce: { start: null, stop: null },
  wanted: { start: null, stop: null },
  before: { start: null, stop: null },
  ownLimit: null,
  behaviour: null,
  fullFor: null,
  why: [],
  explanation: null,
});
const drawing = (watts: number): Moment[] =>
  [0, 1000, 2000].map(at => ({ at, watts: null, battery: watts, celsius: null, clocks: [] }));
const status = { charge: [charge('BAT0', 50)], batteryWatts: 10, onMains: false };

describe('the battery of the page', () => {
  it('lasts for what it holds at the mean power', () => {
    const told = batteryOf(status, new Map([['BAT0', 60]]), drawing(10));
    expect(told).toEqual({ level: 50, watts: 10, secondsLeft: 3 * 3600 });
  });

  it('weighs several by what they hold when full', () => {
    const two = { ...status, charge: [charge('BAT0', 100), charge('BAT1', 0)] };
    const full = new Map([
      ['BAT0', 20],
      ['BAT1', 60],
    ]);
    expect(batteryOf(two, full, drawing(10))).toMatchObject({ level: 25, secondsLeft: 2 * 3600 });
  });

  it('tells no time that it does not know', () => {
    expect(batteryOf(status, new Map(), drawing(10))).toEqual({ level: 50, watts: 10, secondsLeft: null });
    const full = new Map([['BAT0', 60]]);
    expect(batteryOf({ ...status, onMains: true }, full, drawing(10))?.secondsLeft).toBeNull();
    expect(batteryOf({ ...status, charge: [charge('BAT0', null)] }, full, drawing(10))).toMatchObject({
      level: null,
      secondsLeft: null,
    });
    expect(batteryOf({ charge: [], batteryWatts: null, onMains: true }, full, [])).toBeNull();
  });
});
