import { expect, test } from 'vitest';
import { plainStyle } from '../../../src/cli/render/style.js';
import { heldShort, heldWords } from '../../../src/cli/view/battery.js';
import { statusLines } from '../../../src/cli/view/status.js';
import { madeStatus } from '../../control/made.js';

test('says how full the batteries are, for how long, and what they hold, as far as it is known', () => {
  const known = { percent: 69.6, wattHours: 41.24, secondsLeft: 12_000 };
  expect(heldWords(known)).toBe('70 %, 3 h 20 min left at this pace (41.2 Wh)');
  expect(heldShort(known)).toBe('70 %, 3 h 20 min left');
  expect(heldWords({ ...known, secondsLeft: null })).toBe('70 % (41.2 Wh)');
  expect(heldWords({ percent: null, wattHours: 41.24, secondsLeft: null })).toBe('41.2 Wh');
  expect(heldShort({ percent: 5, wattHours: null, secondsLeft: null })).toBe('5 %');
  expect(heldWords({ percent: null, wattHours: null, secondsLeft: null })).toBe('');
});

test('status leads with it where there is a battery', () => {
  const lines = (battery: Parameters<typeof madeStatus>[0]) =>
    statusLines(madeStatus(battery), plainStyle).filter(line => line.startsWith('battery'));
  expect(lines({ battery: { percent: 70, wattHours: 35, secondsLeft: 12_600 } })[0]).toBe(
    'battery   70 %, 3 h 30 min left at this pace (35.0 Wh)',
  );
  expect(lines({ battery: null })).toEqual([]);
});
