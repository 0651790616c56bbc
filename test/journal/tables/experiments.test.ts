import { expect, it } from 'vitest';
import type { ExperimentEntry, PeriodRow } from '../../../src/journal/experiment-entries.js';
import { JournalReader } from '../../../src/journal/query/query.js';
import { openJournal } from '../../../src/journal/writer/opening.js';
import { Writer } from '../../../src/journal/writer/writer.js';
import { batch, journalIn, runRow, scratch } from '../support.js';

const experiment: ExperimentEntry['experiment'] = {
  started: 1000,
  a: 'balanced',
  b: 'kernel',
  periodMs: 600_000,
  washoutMs: 60_000,
  forMs: 28_800_000,
  seed: 7,
  unit: 'instructions',
  ended: null,
  end: null,
};
const period: PeriodRow = {
  block: 0,
  arm: 'b',
  from: 1000,
  until: 2000,
  millijoules: 5,
  work: 1e12,
  measuredMs: 900,
  meanMillicelsius: null,
  told: [],
  dropped: 'suspend',
};

const told = [
  { unit: '', amount: 0, messages: 3 },
  { unit: 'frames', amount: 12.5, messages: 20 },
  { unit: 'tokens', amount: 1e9, messages: 11 },
];

it('experiments come back as they were handed in, also when they are handed in twice', () => {
  const path = journalIn(scratch());
  const { db } = openJournal(path, 0);
  const writer = new Writer(db);
  writer.begin(runRow);
  const later = { ...experiment, started: 9000, a: 'power-saver' as const };
  const first: ExperimentEntry = { experiment, period };
  writer.write(batch({ experiments: [first, { experiment, period: { ...period, arm: 'a', from: 3000, told } }] }));
  writer.write(batch({ experiments: [first, { experiment: later, period: null }] }));
  writer.write(batch({ experiments: [{ experiment: { ...experiment, ended: 5000, end: 'done' }, period: null }] }));
  db.close();
  const reader = new JournalReader(path);
  expect(reader.experiments()).toEqual([later, { ...experiment, ended: 5000, end: 'done' }]);
  expect(reader.experimentPeriods(1000)).toEqual([period, { ...period, arm: 'a', from: 3000, told }]);
  expect(reader.experimentPeriods(9000)).toEqual([]);
  reader.close();
});
