import { expect, test } from 'vitest';
import { checkOverride } from '../../../src/governor/orders/override-check.js';
import { type ToldDescription, withFacts } from '../../../src/model/names.js';
import { madeDescription } from '../../control/made.js';

const machine = madeDescription();
const check = (wish: Parameters<typeof checkOverride>[0]) => checkOverride(wish, machine);
const withControls = (...more: ToldDescription['controls'][number][]) =>
  withFacts({ ...machine, controls: [...machine.controls, ...more] });

test('what the machine can do is accepted, also what only one kind of core can', () => {
  expect(check({ max: 2_400_000 })).toBeUndefined();
  expect(check({ max: 4_400_000 })).toBeUndefined();
  expect(check({ max: 400_000, cpus: 'E' })).toBeUndefined();
  expect(check({ epp: 'power', cpus: '0-3,6' })).toBeUndefined();
});

test.each([
  [{}, 'nothing to override, expected one of max, min, epp, governor, boost or gpuMax'],
  [{ gpuMax: 1_200_000 }, "gpuMax can't be set here: this machine does not offer it"],
  [{ gpuMax: 1_200_000, cpus: '0' }, 'cpus 0, expected none: gpuMax is for GPUs'],
  [{ max: 9_000_000 }, 'max 9.00 GHz, expected 0.40 GHz to 4.40 GHz'],
  [{ max: 4_000_000, cpus: 'E' }, 'max 4.00 GHz, expected 0.40 GHz to 3.00 GHz'],
  [{ max: 399_999 }, 'max 0.40 GHz (399999 kHz), expected 0.40 GHz to 4.40 GHz'],
  [{ epp: 'quick' }, 'epp quick, expected one of performance, power'],
  [{ governor: 'performance' }, "governor can't be set here: this machine does not offer it"],
  [{ boost: true }, "boost can't be set here: this machine does not offer it"],
  [{ max: 2_000_000, cpus: 'X' }, 'cpus X, expected P, E, LP or a list such as 0-3,6'],
  [{ max: 2_000_000, cpus: '3-1' }, 'cpus 3-1, expected P, E, LP or a list such as 0-3,6'],
  [{ max: 2_000_000, cpus: '8-9' }, 'cpus 8-9, expected some of 0-7'],
])('%j: %s', (wish, expected) => {
  expect(check(wish)).toBe(expected);
});

test('a minimum above the maximum names both', () => {
  const minimum = { name: 'policy0.min_freq', unit: 'kHz', value: 400_000, writable: true };
  expect(checkOverride({ min: 3_000_000, max: 2_000_000 }, withControls(minimum))).toBe(
    'min 3.00 GHz, expected no more than max, which is 2.00 GHz',
  );
});

test('what can not be written says why', () => {
  const locked = { name: 'policy0.governor', unit: 'choice', value: 'x', writable: false, why: 'locked by the BIOS' };
  expect(checkOverride({ governor: 'powersave' }, withControls(locked))).toBe(
    "governor can't be set here: locked by the BIOS",
  );
});

test('one boost switch is not for some CPUs alone', () => {
  const boost = { name: 'boost', unit: 'bool', value: 1, writable: true };
  expect(checkOverride({ boost: false }, withControls(boost))).toBeUndefined();
  expect(checkOverride({ boost: false, cpus: '0' }, withControls(boost))).toBe(
    'boost is one switch for the whole machine, expected no cpus beside it, not 0',
  );
});

test('a machine of one kind of core has neither P nor E', () => {
  const { topology } = machine;
  const uniform = { ...machine, topology: { ...topology, cpus: topology.cpus.map(c => ({ ...c, kind: null })) } };
  expect(checkOverride({ max: 2_000_000, cpus: 'P' }, uniform)).toBe(
    'cpus P, expected a list such as 0-3: this machine has no P and E cores',
  );
});

test('a GPU clock has to be within the range of some GPU', () => {
  const board = { uuid: 'GPU-0', name: 'NVIDIA', power_limit: null };
  const gpus = [
    { ...board, id: 0, clocks: [210_000, 1_500_000, 2_100_000] },
    { ...board, id: 1, clocks: [300_000, 1_800_000] },
  ];
  const clock = { name: 'gpu0.max_clock', unit: 'kHz', value: 2_100_000, writable: true };
  const described = { ...withControls(clock), topology: { ...machine.topology, gpus } };
  expect(checkOverride({ gpuMax: 1_200_000 }, described)).toBeUndefined();
  expect(checkOverride({ gpuMax: 2_100_000 }, described)).toBeUndefined();
  expect(checkOverride({ gpuMax: 2_100_001 }, described)).toBe(
    'gpuMax 2.10 GHz (2100001 kHz), expected 0.21 GHz to 2.10 GHz',
  );
  const locked = { ...clock, writable: false, why: 'MIG is on' };
  expect(checkOverride({ gpuMax: 1_200_000 }, withFacts({ ...described, controls: [locked] }))).toBe(
    "gpuMax can't be set here: MIG is on",
  );
});
