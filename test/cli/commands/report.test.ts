import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SlotRow } from '../../../src/journal/entries.js';
import { openJournal } from '../../../src/journal/opening.js';
import { Writer } from '../../../src/journal/writer.js';
import { temporary } from '../../control/fixture.js';
import { latticectl } from '../run.js';

const hour = 3_600_000;
const day = Date.UTC(2026, 10, 22);
const around = ['--since', '2026-11-22', '--until', '2026-11-24'];

/** A journal of one package that drew 10 W from 8 to 10 o'clock and 40 W from 10 to 11, in UTC. */
function journal(simulated = false): string[] {
  const directory = temporary();
  const { db } = openJournal(join(directory, 'journal.db'), day);
  const writer = new Writer(db);
  writer.begin({ started: day, bootId: 'b007', version: '0.1.0', machine: 'linux', simulated });
  const slots: SlotRow[] = [];
  const under = { mode: 'govern', profile: 'balanced', source: 'mains', governor: 'schedutil' } as const;
  for (let slot = day + 8 * hour; slot < day + 11 * hour; slot += 10_000) {
    const watts = slot < day + 10 * hour ? 10 : 40;
    const row = { slot, under, part: 0, measuredMs: 10_000 };
    const mW = watts * 1000;
    const heat = watts === 40 ? 88_000 : 50_000;
    slots.push({ ...row, series: { kind: 'energy', name: 'package0' }, integral: watts * 10_000, min: mW, max: mW });
    slots.push({
      ...row,
      series: { kind: 'temperature', name: 'hottest' },
      integral: heat * 10_000,
      min: heat,
      max: heat,
    });
  }
  writer.write({ until: day + 11 * hour, decisions: [], slots, gaps: [], events: [] });
  writer.end(day + 11 * hour);
  db.close();
  return ['--state-dir', directory, '--runtime-dir', directory];
}

test('its course, one line an hour, and what it comes to in all', async () => {
  const { code, stdout, stderr } = await latticectl(['report', ...around, '--by', 'hour', ...journal()], { TZ: 'UTC' });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.split('\n').map(line => line.trimEnd());
  expect(lines.every(line => [...line].length <= 80)).toBe(true);
  expect(lines[0]).toMatch(/^power {9}▃▃█ +≤ 40\.0 W$/);
  expect(lines[1]).toMatch(/^heat {10}▅▅█ +≤ 88 °C$/);
  expect(lines.slice(2)).toEqual([
    '',
    'FROM               ENERGY    MEAN    PEAK  HOTTEST  MEASURED',
    '2026-11-22 08:00  10.0 Wh  10.0 W  10.0 W    50 °C       1 h  ████░░░░░░░░░░░░',
    '2026-11-22 09:00  10.0 Wh  10.0 W  10.0 W    50 °C       1 h  ████░░░░░░░░░░░░',
    '2026-11-22 10:00  40.0 Wh  40.0 W  40.0 W    88 °C       1 h  ████████████████',
    '',
    'IN ALL     ENERGY              MEAN  MEASURED',
    'packages  60.0 Wh  216000 J  20.0 W  3 h',
    'package0  60.0 Wh  216000 J  20.0 W  3 h',
    '',
    'PROFILE    ENERGY    MEAN    PEAK  HOTTEST  MEASURED',
    'balanced  60.0 Wh  20.0 W  40.0 W    88 °C       3 h  ████████████████',
    '',
    'SOURCE   ENERGY    MEAN    PEAK  HOTTEST  MEASURED',
    'mains   60.0 Wh  20.0 W  40.0 W    88 °C       3 h  ████████████████',
    '',
    'energy     60.00 Wh by packages',
    'times      UTC',
    '',
  ]);
});

test('by profile, with what it cost and what came with it', async () => {
  const where = journal();
  const config = join(temporary(), 'lattice.toml');
  writeFileSync(config, '[report]\nprice_per_kwh = 0.25\ncurrency = "€"\nco2_g_per_kwh = 380\n');
  const options = ['report', ...around, '--by', 'profile', '--config', config, ...where];
  const { stdout } = await latticectl(options);
  expect(stdout).toContain('\ncost       0.0150 €\nCO₂        22.80 g\n');
  expect(stdout).toMatch(/\nPROFILE .*\nbalanced {2}60\.0 Wh/);
  const csv = await latticectl([...options, '--format', 'csv']);
  expect(csv.stdout.split('\r\n')[1]).toMatch(
    /^balanced,2026-11-22T.*,packages,216000\.000,60\.000000,20\.000,40\.000,88\.0,/,
  );
});

test('days are those of the reader’s zone', async () => {
  const where = journal();
  const days = async (TZ: string): Promise<string[]> => {
    const { stdout } = await latticectl(['report', ...around, '--by', 'day', '--format', 'csv', ...where], { TZ });
    return stdout
      .split('\r\n')
      .filter(line => line.includes('package0'))
      .map(line => line.split(',')[3] ?? '');
  };
  expect(await days('UTC')).toEqual(['216000.000']);
  expect(await days('Pacific/Kiritimati')).toEqual(['72000.000', '144000.000']);
});

test('as JSON, and into a file', async () => {
  const where = journal(true);
  const file = join(temporary(), 'report.json');
  const options = ['report', ...around, '--by', 'month', '--format', 'json'];
  const { code, stdout } = await latticectl([...options, '--output', file, ...where]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  const document = JSON.parse(readFileSync(file, 'utf8'));
  expect(document).toMatchObject({
    machine: 'linux',
    simulated: true,
    by: 'month',
    uses: [{ joules: 216_000 }, {}],
    account: { metered: 'packages', wattHours: 60 },
  });
  const global = await latticectl(['report', ...around, '--by', 'month', '--json', ...where]);
  expect(JSON.parse(global.stdout)).toEqual(document);
});

test('a simulated machine is called so', async () => {
  expect((await latticectl(['report', ...around, ...journal(true)])).stdout).toMatch(/^ SIMULATED /);
});

test.each([
  [['--since', '2026-11-24', '--until', '2026-11-22'], 1, /--since 2026-11-24T.* is not before --until 2026-11-22T/],
  [['--by', 'fortnight'], 2, /Allowed choices are hour, day, week, month, profile, source, governor/],
  [['--format', 'xml'], 2, /Allowed choices are table, json, csv/],
  [['--since', 'yesterday'], 2, /expected an age such as/],
  [[...around, '--output', '/nonexistent/report'], 1, /its directory does not exist/],
] as const)('%j is refused in words', async (options, expected, message) => {
  const { code, stderr } = await latticectl(['report', ...options, ...journal()]);
  expect(code).toBe(expected);
  expect(stderr).toMatch(message);
});

test('nothing measured is said, not shown as 0, with where there is something', async () => {
  const { code, stdout } = await latticectl(
    ['report', '--since', '2025-01-01', '--until', '2025-02-01', ...journal()],
    { TZ: 'UTC' },
  );
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'nothing was measured in that time; the journal has some from 2026-11-22 08:00:00 to 2026-11-22 10:59:50\n',
  });
});

test('a zone that nobody knows is refused, since Node would take UTC for it', async () => {
  const { code, stderr } = await latticectl(['report', ...journal()], { TZ: 'Mars/Olympus' });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'latticectl: TZ=Mars/Olympus: no such time zone, expected a name such as Europe/Berlin or UTC\n',
  });
});

test('a configuration that says nonsense is answered with its line', async () => {
  const config = join(temporary(), 'lattice.toml');
  writeFileSync(config, '[report]\nprice_per_kwh = "cheap"\n');
  const { code, stderr } = await latticectl(['report', '--config', config, ...journal()]);
  expect(code).toBe(1);
  expect(stderr).toContain(`${config}:2: report.price_per_kwh: expected a number`);
});
