import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporary } from '../../../control/fixture.js';
import { measuredJournal } from '../../measured-journal.js';
import { latticectl } from '../../run.js';

const around = ['--since', '2026-11-22', '--until', '2026-11-24'];

test('its course, one line an hour, and what it comes to in all', async () => {
  const { code, stdout, stderr } = await latticectl(['report', ...around, '--by', 'hour', ...measuredJournal()], {
    TZ: 'UTC',
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.split('\n').map(line => line.trimEnd());
  expect(lines.every(line => [...line].length <= 80)).toBe(true);
  expect(lines[0]).toMatch(/^power {1}▃{30}█{15} {2}mean ≤ 40\.0 W$/);
  expect(lines[1]).toMatch(/^heat {2}▅{30}█{15} {2}≤ 88 °C$/);
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
  const where = measuredJournal();
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
  const where = measuredJournal();
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
  const where = measuredJournal(true);
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
  expect((await latticectl(['report', ...around, ...measuredJournal(true)])).stdout).toMatch(/^ SIMULATED /);
});

test.each([
  [['--since', '2026-11-24', '--until', '2026-11-22'], 2, /--since 2026-11-24T.* is not before --until 2026-11-22T/],
  [['--by', 'fortnight'], 2, /Allowed choices are hour, day, week, month, profile, source, governor/],
  [['--format', 'xml'], 2, /Allowed choices are table, json, csv, html/],
  [['--since', 'someday'], 2, /expected an age such as/],
  [[...around, '--output', '/nonexistent/report'], 1, /its directory does not exist/],
] as const)('%j is refused in words', async (options, expected, message) => {
  const { code, stderr } = await latticectl(['report', ...options, ...measuredJournal()]);
  expect(code).toBe(expected);
  expect(stderr).toMatch(message);
});

test('nothing measured is said, not shown as 0, with where there is something', async () => {
  const { code, stdout } = await latticectl(
    ['report', '--since', '2025-01-01', '--until', '2025-02-01', ...measuredJournal()],
    { TZ: 'UTC' },
  );
  expect({ code, stdout }).toEqual({
    code: 0,
    stdout: 'nothing was measured in that time; the journal has some from 2026-11-22 08:00:00 to 2026-11-22 10:59:50\n',
  });
});

test('a zone that nobody knows is refused, since Node would take UTC for it', async () => {
  const { code, stderr } = await latticectl(['report', ...measuredJournal()], { TZ: 'Mars/Olympus' });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'latticectl: TZ=Mars/Olympus: no such time zone, expected a name such as Europe/Berlin or UTC\n',
  });
});

test('a configuration that says nonsense is answered with its line', async () => {
  const config = join(temporary(), 'lattice.toml');
  writeFileSync(config, '[report]\nprice_per_kwh = "cheap"\n');
  const { code, stderr } = await latticectl(['report', '--config', config, ...measuredJournal()]);
  expect(code).toBe(1);
  expect(stderr).toContain(`${config}:2: report.price_per_kwh: expected a number`);
});
