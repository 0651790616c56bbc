import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Records } from '../../../bench/rig/records.js';
import { folderForTest } from '../../fixtures/scratch.js';

const run = {
  responses: [1.5],
  deadlines: 0,
  late: 0,
  finished: 10,
  energy: 5,
  seconds: 1,
  busy: 1,
  clock: 4,
  disturbed: 0,
};
const key = { driver: 'acpi-cpufreq', load: 'compile', governor: 'latticed', seed: 101, scale: 1 };

it('finds again what an interrupted bench had run, and nothing else', () => {
  const file = join(folderForTest('rig-runs'), 'runs.jsonl');
  new Records(file).add({ ...key, run });
  const again = new Records(file);
  expect(again.find(key)).toEqual(run);
  for (const other of [{ seed: 102 }, { scale: 2 }, { load: 'compute' }, { governor: 'performance' }, { driver: 'x' }])
    expect(again.find({ ...key, ...other })).toBeUndefined();
  again.add({ ...key, seed: 102, run });
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(2);
});

it('keeps no file where none is named', () => {
  const records = new Records(undefined);
  records.add({ ...key, run });
  expect(records.find(key)).toEqual(run);
});
