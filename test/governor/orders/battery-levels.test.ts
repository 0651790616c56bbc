import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BatteryLevels } from '../../../src/governor/orders/battery-levels.js';

/** A charge on battery, or where else the machine is. */
type Step = number | 'mains' | 'unread';

const follow = (levels: readonly number[], steps: readonly Step[]): (number | undefined)[] => {
  const made = new BatteryLevels(levels);
  return steps.map(step => made.at(step === 'mains', typeof step === 'number' ? step : undefined));
};

describe('battery levels', () => {
  it.each<[string, Step[], (number | undefined)[]]>([
    ['begin below, not at', [31, 30, 29.9], [undefined, undefined, 30]],
    ['the lowest counts', [50, 29, 9], [undefined, 30, 10]],
    ['are left 3 points above, from the lowest up', [9, 12.9, 13, 32, 33], [10, 10, 30, 30, undefined]],
    ['do not tremble', [29, 30, 31, 29, 32], [30, 30, 30, 30, 30]],
    ['are left at once on mains, and crossed anew', [29, 'mains', 31, 29], [30, undefined, undefined, 30]],
    [
      'stay where the charge is not read',
      ['unread', 29, 'unread', 33, 'unread'],
      [undefined, 30, 30, undefined, undefined],
    ],
  ])('%s', (_, steps, expected) => {
    expect(follow([10, 30], steps)).toEqual(expected);
    expect(follow([30, 10], steps)).toEqual(expected);
  });

  it('what is saved goes on: a restart at 31 % leaves nothing', () => {
    const first = new BatteryLevels([30]);
    first.at(false, 29);
    const second = new BatteryLevels([30]);
    second.restore(first.save());
    expect([second.at(false, 31), new BatteryLevels([30]).at(false, 31)]).toEqual([30, undefined]);
  });

  it('one that is no longer configured holds no more', () => {
    const changed = new BatteryLevels([20]);
    changed.restore({ below: 30 });
    expect(changed.at(false, 31)).toBeUndefined();
  });

  it('never switches twice on a charge that moves by less than the hysteresis', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 28.6, max: 31.4, noNaN: true }), { maxLength: 60 }), steps => {
        const seen = follow([30], steps);
        const switches = seen.filter((level, i) => i > 0 && level !== seen[i - 1]);
        expect(switches.length).toBeLessThanOrEqual(1);
      }),
    );
  });
});
