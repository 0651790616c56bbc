import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { folderForTest } from '../../../fixtures/scratch.js';
import { measuredJournal } from '../../measured-journal.js';
import { latticectl } from '../../run.js';

const around = ['--since', '2026-11-22', '--until', '2026-11-23'];

test('CSV has one line for each series and step, and the energy of all steps is what was used', async () => {
  const { code, stdout, stderr } = await latticectl(['export', ...around, ...measuredJournal()]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const rows: Record<string, string>[] = parse(stdout, { columns: true });
  const energy = rows.filter(row => row.kind === 'energy');
  expect(energy).toHaveLength(180);
  expect(energy[0]).toEqual({
    from: '2026-11-22T08:00:00.000Z',
    kind: 'energy',
    name: 'package0',
    unit: 'mW',
    mean: '10000',
    min: '10000',
    max: '10000',
    measured_seconds: '60',
    joules: '600',
  });
  expect(energy.reduce((sum, row) => sum + Number(row.joules), 0)).toBe(60 * 3600);
});

test('JSON lines go into a file, in the steps that were asked for', async () => {
  const output = join(folderForTest('export'), 'measured.jsonl');
  const how = ['--format', 'jsonl', '--step', '1h', '--output', output];
  const { code, stdout } = await latticectl(['export', ...around, ...how, ...measuredJournal()]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  const rows = readFileSync(output, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
  expect(rows.flatMap(({ kind, joules }) => (kind === 'energy' ? [joules] : []))).toEqual([36_000, 36_000, 144_000]);
});

test('--json makes one document of it', async () => {
  const { code, stdout } = await latticectl(['export', '--json', ...around, '--step', '1h', ...measuredJournal()]);
  const { machine, simulated, measured } = JSON.parse(stdout);
  expect({ code, machine, simulated }).toEqual({ code: 0, machine: 'linux', simulated: false });
  expect(measured).toContainEqual(expect.objectContaining({ kind: 'energy', unit: 'mW', joules: 36_000 }));
});

test.each([
  [['--since', '2026-11-23', '--until', '2026-11-22'], '--since is not before --until'],
  [['--step', '15s'], '--step 15 s, expected a multiple of 10 s'],
  [['--json', '--format', 'csv'], '--json and --format, expected one of them'],
])('%j is refused', async (options, message) => {
  const { code, stdout, stderr } = await latticectl(['export', ...options, ...measuredJournal()]);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: '', stderr: `latticectl: ${message}\n` });
});
