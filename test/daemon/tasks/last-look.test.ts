import { join } from 'node:path';
import { expect, it } from 'vitest';
import { JournalReader } from '../../../src/journal/query/query.js';
import { usageIn } from '../../../src/journal/usage/usage-history.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { until } from '../../rig/poll.js';

it('a daemon that stops before a minute is over has told whose all of the packages’ energy was', async () => {
  const daemon = new DaemonRun({ args: ['--simulate', 'laptop'] });
  await until(
    'some ticks',
    () => daemon.status(),
    status => (status?.ticks ?? 0) > 20,
  );
  daemon.process.kill('SIGTERM');
  expect(await daemon.left()).toBe(0);
  const reader = new JournalReader(join(daemon.stateDir, 'journal.db'));
  const all = { from: 0, until: Number.MAX_SAFE_INTEGER };
  const measured = reader.energy().find(({ domain }) => domain === 'package0')?.millijoules ?? 0;
  const sums = (['application', 'cgroup', 'unit'] as const).map(way =>
    reader.ask(db => usageIn(db, all, [way, 'idle'])).reduce((sum, { millijoules }) => sum + (millijoules ?? 0), 0),
  );
  reader.close();
  expect(measured).toBeGreaterThan(0);
  for (const sum of sums) expect(Math.abs(sum / measured - 1)).toBeLessThan(0.01);
});
