import { expect, test } from 'vitest';
import { type Ended, endingLines } from '../../../src/daemon/foreground/ending.js';

const now = Date.UTC(2026, 10, 30, 12);
const ended = (changes: Partial<Ended> = {}): Ended => ({
  status: { started: now - 61_000, ticks: 600, mode: 'govern', simulated: false, notices: [] },
  account: { written: 12, used: new Map([['packages and memory', 1234]]) },
  changes: 4,
  left: { epoch: 1, results: { 'policy0.max_freq': { value: 4_400_000 }, 'policy0.epp': { value: 'power' } } },
  now,
  ...changes,
});
const first = (changes: Partial<Ended>): string | undefined => endingLines(ended(changes))[0];

test('one line says how long, what was used, what was written, and how the machine was left', () => {
  expect(endingLines(ended())).toEqual([
    'ended after 1 min: 600 ticks, 4 changes of limits shown; 1234 J (packages and memory) used; 12 values written; read back: all 2 controls that differed are back at their baseline',
  ]);
});

test('what is not back is named with the reason', () => {
  const results = {
    'policy0.max_freq': { value: 4_400_000 },
    'policy4.max_freq': { errno: 'EBUSY', why: 'all its CPUs are offline' },
    'policy4.epp': { errno: 'EIO' },
  };
  expect(first({ left: { epoch: 1, results } })).toContain(
    'NOT back at their baseline: policy4.max_freq (all its CPUs are offline), policy4.epp (EIO); latticectl verify tells what to do',
  );
});

test('what nobody could read is not said to be back', () => {
  expect(first({ left: undefined })).toContain('could not be read');
  expect(first({ left: { epoch: 1, results: {} } })).toContain('; all controls were back at their baseline before');
  const untouched = { written: 0, used: new Map() };
  expect(first({ account: untouched, left: { epoch: 1, results: {} } })).toContain(
    '; energy not measured; nothing was written; no control had been changed',
  );
  const { status } = ended();
  expect(first({ account: untouched, status: { ...status, mode: 'observe' }, left: undefined })).toMatch(
    /; nothing was written$/,
  );
});

test('what went wrong is told with its age', () => {
  const notices = [{ at: now - 45_000, what: 'policy0.max_freq drift', why: 'somebody else wrote' }];
  const { status } = ended();
  expect(endingLines(ended({ status: { ...status, notices } }))[1]).toBe(
    '  45 s before the end: policy0.max_freq drift: somebody else wrote',
  );
});
