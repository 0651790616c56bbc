import { describe, expect, it } from 'vitest';
import { BatteryLife } from '../../../src/daemon/loop/battery-life.js';
import { watts } from '../../../src/model/units.js';

const second = 1000;
const on = (batteryPower: number | undefined, onMains = false) => ({
  batteryPower: batteryPower === undefined ? undefined : watts(batteryPower),
  onMains,
});

function lifeOf(...seen: readonly (readonly [at: number, ...Parameters<typeof on>])[]): BatteryLife {
  const life = new BatteryLife();
  for (const [at, ...state] of seen) life.measured({ wall: at, reading: on(...state) });
  return life;
}

describe('how long the batteries last', () => {
  it('is what they hold over the mean power of the last minutes', () => {
    expect(lifeOf([0, 8], [second, 12], [2 * second, 10]).left(40)).toBe(4 * 3600);
  });

  it('takes one figure a second, however often it is sampled', () => {
    const often = Array.from({ length: 21 }, (_, i) => [i * 100, i % 10 === 0 ? 10 : 90] as const);
    expect(lifeOf(...often).left(40)).toBe(4 * 3600);
  });

  it('forgets what is older than five minutes', () => {
    expect(lifeOf([0, 90], [301 * second, 10], [302 * second, 10]).left(40)).toBe(4 * 3600);
  });

  it('is not told on mains, right after, without a reading, and where it is not known what they hold', () => {
    expect(lifeOf([0, 10], [second, 10, true]).left(40)).toBeUndefined();
    expect(lifeOf([0, 10, true], [second, 10]).left(40)).toBeUndefined();
    expect(lifeOf([0, 10], [second, undefined]).left(40)).toBeUndefined();
    expect(lifeOf([0, 10], [second, 10]).left(undefined)).toBeUndefined();
    expect(new BatteryLife().left(40)).toBeUndefined();
  });

  it('begins anew where the clock was set back', () => {
    expect(lifeOf([900 * second, 90], [901 * second, 90], [0, 10], [second, 10]).left(40)).toBe(4 * 3600);
  });
});
