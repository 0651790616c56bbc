import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, it } from 'vitest';
import { JournalReader } from '../../../src/journal/query/query.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { until } from '../../rig/poll.js';

const stays = pathToFileURL(join(import.meta.dirname, '../../fixtures/without-background.mjs')).href;
const foreground = { NODE_OPTIONS: `--import ${stays}` };

it('the daemon starts with the profile that its schedule says, journals it, and leaves what is set after that', async () => {
  const stateDir = folderForTest('state');
  const config = join(folderForTest('config'), 'lattice.toml');
  // The newest of them is the second, whatever the time.
  const lines = ['[[schedule]]', 'cron = "0 0 * * *"', 'profile = "performance"', '[[schedule]]', 'cron = "* * * * *"'];
  writeFileSync(config, [...lines, 'profile = "power-saver"', '[daily_report]', 'cron = "@daily"'].join('\n'));
  const args = ['--simulate', '--state-dir', stateDir, '--config', config];
  const first = new DaemonRun({ env: foreground, args });
  const client = await first.client();
  await until(
    'the profile',
    () => client.status().catch(() => undefined),
    s => s?.profile === 'power-saver',
  );
  client.close();
  await until(
    'the report',
    () => first.stderr,
    text => text.includes('the daily report is written'),
  );
  first.process.kill('SIGTERM');
  expect(await first.left()).toBe(0);
  expect(first.stderr).toContain('power-saver is set, as scheduled (* * * * *)');
  const [, report = ''] = /the daily report is written: (.*reports\/\d{4}-\d\d-\d\d\.csv)/.exec(first.stderr) ?? [];
  expect(existsSync(report)).toBe(true);
  const reader = new JournalReader(join(stateDir, 'journal.db'));
  const events = reader.events().filter(e => e.kind === 'profile');
  reader.close();
  // Each minute that turns meanwhile brings one more.
  expect(events.at(-1)).toMatchObject({ what: 'power-saver', detail: { before: 'balanced' } });
  for (const { what, detail } of events)
    expect({ what, detail }).toMatchObject({ what: 'power-saver', detail: { by: 'schedule', cron: '* * * * *' } });
  const { done } = JSON.parse(readFileSync(join(stateDir, 'schedule.json'), 'utf8'));
  expect(Object.keys(done).sort()).toEqual(['profile', 'report']);
});

it.each([
  [['[[schedule]]', 'cron = "0 22 * *"', 'profile = "balanced"'], '2: schedule[0].cron: "0 22 * *" has 4 fields'],
  [['[[schedule]]', 'cron = "0 25 * * *"', 'profile = "balanced"'], '2: schedule[0].cron: "0 25 * * *": 25 is a'],
  [
    ['[daily_report]', 'cron = "@daily"', 'timezone = "Mars/Base"'],
    '3: daily_report.timezone: "Mars/Base" is no time zone',
  ],
  [['[[schedule]]', 'cron = "@daily"', 'profile = "turbo"'], '3: schedule[0].profile: expected one of performance'],
])('%j is refused: %s', async (lines, why) => {
  const config = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(config, lines.join('\n'));
  const daemon = new DaemonRun({ env: foreground, args: ['--simulate', '--config', config] });
  expect(await daemon.left()).toBe(2);
  expect(daemon.stderr).toContain(`${config}:${why}`);
});
