import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { dayBefore } from '../../../src/daemon/schedule/daily-report.js';
import { makeJournal } from '../../cli/made-journal.js';
import { folderForTest } from '../../fixtures/scratch.js';
import '../../fixtures/without-background.mjs';

it('the day before is a date of the zone', () => {
  expect(dayBefore(Date.parse('2026-11-24T23:30Z'), 'Europe/Berlin')).toEqual(['2026-11-24', '2026-11-25']);
  expect(dayBefore(Date.parse('2026-11-24T22:30Z'), 'Europe/Berlin')).toEqual(['2026-11-23', '2026-11-24']);
  expect(dayBefore(Date.parse('2026-03-29T22:30Z'), 'Europe/Berlin')).toEqual(['2026-03-29', '2026-03-30']);
});

/** The compiled one, which finds latticectl beside it. */
const built = async () =>
  import(pathToFileURL(join(import.meta.dirname, '../../../dist/daemon/schedule/daily-report.js')).href);

it('the report of that day is written where it is said to be', async () => {
  const stateDir = folderForTest('state');
  makeJournal(stateDir);
  const { writeDailyReport } = await built();
  const path = await writeDailyReport({ stateDir, format: 'csv', timezone: 'UTC' }, Date.parse('2026-11-23T00:10Z'));
  expect(path).toBe(join(stateDir, 'reports/2026-11-22.csv'));
  expect(readFileSync(path, 'utf8')).toMatch(/^from,until,domain,joules/);
});

it('why there is none is said in words', async () => {
  const { writeDailyReport } = await built();
  const report = { stateDir: folderForTest('state'), format: 'csv', timezone: undefined };
  await expect(writeDailyReport(report, Date.now())).rejects.toThrow('no journal in');
});
