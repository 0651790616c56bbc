import { expect, it } from 'vitest';
import { nowOf, type Shape } from '../../../src/web/told/now.js';
import { madeStatus } from '../../control/made.js';

const shape: Shape = { kindOf: () => 'CPU', range: null };

it('tells how batteries have aged and how fast fans turn, where they say so', () => {
  const battery = { percent: 70, wattHours: 35, secondsLeft: null, aged: [{ name: 'BAT0', health: 87, cycles: 412 }] };
  const sensors = [{ name: 'hwmon.thinkpad.fan1.fan', unit: 'rpm', value: 2400 }];
  const now = nowOf(madeStatus({ battery, sensors }), shape);
  expect(now).toMatchObject({ fans: 'fan 2400 rpm', battery: { aged: ['health 87 %, 412 cycles'] } });
});

it('an older daemon tells nothing of them', () => {
  const battery = { percent: 70, wattHours: 35, secondsLeft: null };
  expect(nowOf(madeStatus({ battery, sensors: [] }), shape)).toMatchObject({ fans: null, battery: { aged: [] } });
});
