import { expect, test } from 'vitest';
import { controlNames, nameWithin } from '../../src/model/control-names.js';
import { factsOf, isGpu, isPackage, withFacts, zoneName } from '../../src/model/names.js';
import { Places } from '../../src/model/sensing/places.js';
import { madeDescription } from '../control/made.js';

test.each([
  ['cpu3.busy', 'busy', 'cpu3'],
  ['cpu3.bunching.40ms', 'bunching', 'cpu3'],
  ['policy0.young_16ms', 'young', 'policy0'],
  ['policy0.cur_freq', 'frequency', 'policy0'],
  ['policy0.max_freq', 'max_freq', 'policy0'],
  ['package0.die1.energy', 'energy', 'package0.die1'],
  ['package0.throttles', 'throttle', 'package0'],
  ['package0.mmio.long_term.limit', 'power_limit', 'package0.mmio'],
  ['zone.acpitz.1.temp', 'temperature', 'zone.acpitz.1'],
  ['supply.BAT0.energy', 'charge', 'supply.BAT0'],
  ['psi.memory.full', 'full_pressure', 'psi.memory'],
  ['gpu0.clock', 'frequency', 'gpu0'],
  ['gpu0.max_clock', 'max_clock', 'gpu0'],
  ['clock.suspended', 'suspended', 'machine'],
  ['platform_profile', 'platform_profile', 'machine'],
  ['dock.lid', 'lid', 'dock'],
])('%s is %s of %s', (name, role, scope) => {
  expect(factsOf(name)).toEqual({ role, scope });
});

test('what a machine says of itself counts, its name only where it says nothing', () => {
  const told = { name: 'policy0.cur_freq', unit: 'kHz', kind: 'gauge', role: 'tide', scope: 'moon' } as const;
  const untold = { name: 'cpu0.busy', unit: 'ns', kind: 'counter' } as const;
  const control = { name: 'boost', unit: 'bool', value: 1, writable: true };
  const { signals, controls } = withFacts({ ...madeDescription(), signals: [told, untold], controls: [control] });
  expect(signals).toEqual([told, { ...untold, role: 'busy', scope: 'cpu0' }]);
  expect(controls).toEqual([{ ...control, role: 'boost', scope: 'machine' }]);
});

test('a package is none of its parts', () => {
  expect(['package0', 'package12', 'package0.dram', 'psys', 'packages'].map(isPackage)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
  expect(['gpu0', 'gpu0.memory', 'cpu0'].map(isGpu)).toEqual([true, false, false]);
  expect(zoneName('zone.acpitz.1')).toBe('acpitz.1');
});

test('places are found by what stands there, several of a kind in their order', () => {
  const places = new Places(['cpu0.bunching.5ms', 'cpu1.busy', 'cpu0.bunching.10ms', 'cpu0.busy'].map(factsOf));
  expect(places.at('cpu0', 'busy')).toBe(3);
  expect(places.each('cpu0', 'bunching')).toEqual([0, 2]);
  expect([places.at('cpu2', 'busy'), places.each('cpu2', 'busy')]).toEqual([-1, []]);
});

test('controls are told by their description, whatever they are called', () => {
  const odd = { name: 'limit-of-0', unit: 'kHz', role: 'max_freq', scope: 'policy0', value: 1, writable: true };
  const names = controlNames([odd]);
  expect(names.factsOf('limit-of-0')).toMatchObject({ role: 'max_freq', scope: 'policy0' });
  expect(names.nameOf('policy0', 'max_freq')).toBe('limit-of-0');
  expect(names.nameOf('policy1', 'max_freq')).toBe('policy1.max_freq');
  expect([nameWithin('package0', 'package0.long_term.limit'), nameWithin('machine', 'boost')]).toEqual([
    'long_term.limit',
    'boost',
  ]);
});
