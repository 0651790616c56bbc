import { expect, it } from 'vitest';
import { kernelLacks } from '../../src/model/kernel-offer.js';
import type { ControlSpec } from '../../src/model/signals.js';
import { policy, topology } from '../governor/situation.js';

const governor = (...choices: string[]): ControlSpec => ({
  name: 'policy0.governor',
  role: 'governor',
  scope: 'policy0',
  unit: 'choice',
  choices,
  value: choices[0] ?? null,
  writable: true,
});
const lacks = (...controls: ControlSpec[]) =>
  kernelLacks({ controls, topology: topology([], [{ ...policy, driver: 'intel_pstate' }]) });

it('says why the kernel’s governor raises no work here', () => {
  expect(lacks(governor('schedutil', 'lattice'))).toBeUndefined();
  expect(lacks(governor('schedutil', 'performance'))).toBe('its module is not loaded (latticectl kernel status)');
  expect(lacks(governor('performance', 'powersave'))).toBe(
    'the driver intel_pstate takes none of the kernel’s governors',
  );
  expect(lacks({ ...governor('lattice'), writable: false, why: 'the helper runs with --read-only' })).toBe(
    'the helper runs with --read-only',
  );
  expect(lacks()).toBe('no governor can be chosen here');
});
