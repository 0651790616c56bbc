import { expect, it } from 'vitest';
import { formOf } from '../../../src/model/people/machine-form.js';

const battery = { name: 'BAT0', type: 'Battery' };

it.each([
  ['a laptop', { chassis: 10 }, [], true, 'this is a laptop (chassis 10)'],
  ['an all-in-one', { chassis: 13 }, [], true, 'this is an all-in-one (chassis 13)'],
  ['a tablet that has a device tree alone', { chassisWord: 'tablet' }, [], true, 'this is a tablet (device tree)'],
  [
    'what DMI does not know and a device tree does',
    { chassis: 2, chassisWord: 'laptop' },
    [],
    true,
    'this is a laptop (device tree)',
  ],
  [
    'a server in a rack with a battery and somebody at its screen',
    { chassis: 23, seat: 'seat0' },
    [battery],
    false,
    'this is a server (chassis 23)',
  ],
  [
    'a desktop that nobody uses',
    { chassis: 3 },
    [],
    false,
    'this is a desktop (chassis 3) and nobody is logged in at a screen',
  ],
  ['a desktop in use', { chassis: 7, seat: 'seat0' }, [], true, 'somebody is logged in at its screen (seat0)'],
  ['a laptop that says it is a desktop', { chassis: 3 }, [battery], true, 'a battery powers it (BAT0)'],
  [
    'a virtual machine with a desktop',
    { chassis: 1, seat: 'seat0' },
    [],
    false,
    "its chassis is of type 1, as a virtual machine's",
  ],
  ['what says nothing', {}, [], false, 'nobody is logged in at a screen'],
  ['a board with a desktop', { seat: 'seat0' }, [], true, 'somebody is logged in at its screen (seat0)'],
  ['a type of chassis that nobody knows', { chassis: 99 }, [], false, 'nobody is logged in at a screen'],
] as const)('%s', (_, facts, supplies, satAt, why) => {
  expect(formOf(facts, supplies)).toEqual({ satAt, why });
});

it('takes neither a mouse nor a UPS for what powers the machine', () => {
  const others = [
    { name: 'hidpp_battery_0', type: 'Battery', scope: 'Device' },
    { name: 'ups', type: 'UPS' },
  ];
  expect(formOf({ chassis: 3 }, others).satAt).toBe(false);
});
