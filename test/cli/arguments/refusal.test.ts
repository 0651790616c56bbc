import { expect, test } from 'vitest';
import { asTyped } from '../../../src/cli/arguments/refusal.js';
import { ControlError } from '../../../src/control/protocol/errors.js';
import { checkOverride } from '../../../src/governor/orders/override-check.js';
import { madeDescription } from '../../control/made.js';

const said = (wish: Parameters<typeof checkOverride>[0]): string => {
  const words = checkOverride(wish, madeDescription());
  if (words === undefined) throw new Error('expected a refusal');
  const error = asTyped(new ControlError('refused', words), [wish.max, wish.min, wish.gpuMax]);
  return error instanceof Error ? error.message : '';
};

test.each([
  [{}, 'nothing to override, expected one of --max, --min, --epp, --governor, --boost or --gpu-max'],
  [{ max: 9_000_000 }, '--max 9.00 GHz, expected 0.40 GHz to 4.40 GHz'],
  [{ max: 2 }, '--max 0.00 GHz (2 kHz), expected 0.40 GHz to 4.40 GHz; a number without a unit is kHz'],
  [{ max: 3_000_000, cpus: 'zz' }, '--cpus zz, expected P, E, LP or a list such as 0-3,6'],
  [{ epp: 'quick' }, '--epp quick, expected one of performance, power'],
  [{ gpuMax: 1_000_000 }, "--gpu-max can't be set here: this machine does not offer it"],
  [{ gpuMax: 1_000_000, cpus: 'P' }, '--cpus P, expected none: --gpu-max is for GPUs'],
  [{ boost: true }, "--boost can't be set here: this machine does not offer it"],
])('%j is refused in the words of the command line', (wish, words) => expect(said(wish)).toBe(words));

test('another error is left as it is', () => {
  const absent = new ControlError('absent', 'max of patience');
  expect(asTyped(absent, [])).toBe(absent);
});
