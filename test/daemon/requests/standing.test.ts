import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { StandingNow } from '../../../src/daemon/requests/standing-now.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { policyFile } from '../../fixtures/trees/tree.js';
import { until } from '../../rig/poll.js';

describe('latticed with circumstances configured', () => {
  it('an application that comes brings its cap and profile, both are explained, and they go with it', async () => {
    const file = join(folderForTest('config'), 'lattice.toml');
    writeFileSync(
      file,
      '[[application]]\nexecutable = "encoder"\nprofile = "power-saver"\nmax = "1.5GHz"\n[sampling]\nbatch_s = 1\n',
    );
    const tree = treeForTest('amd-pstate-epp');
    const daemon = new DaemonRun({ tree, args: ['--config', file] });
    const maximum = (): number => Number(tree.read(policyFile(0, 'scaling_max_freq')));
    await until(
      'its first tick',
      () => daemon.status(),
      status => (status?.ticks ?? 0) > 0,
    );
    expect(await daemon.status()).toMatchObject({ profile: 'balanced', profileWhy: 'configured, always' });
    expect(maximum()).toBeGreaterThan(1_500_000);
    const folder = join(tree.root, 'proc/4711');
    mkdirSync(folder);
    writeFileSync(join(folder, 'cmdline'), '/usr/bin/encoder\0-i\0a\0');
    await until('the cap', maximum, khz => khz <= 1_500_000);
    const capped = await daemon.status();
    expect(capped).toMatchObject({ profile: 'power-saver', profileWhy: 'configured, while encoder runs' });
    rmSync(folder, { recursive: true });
    await until('the cap lifted', maximum, khz => khz > 1_500_000);
    expect(await daemon.status()).toMatchObject({ profile: 'balanced' });
  });

  it('a cap that always holds is there and explained', async () => {
    const file = join(folderForTest('config'), 'lattice.toml');
    writeFileSync(file, 'max = "2GHz"\n');
    const tree = treeForTest('amd-pstate-epp');
    const daemon = new DaemonRun({ tree, args: ['--config', file] });
    await until(
      'the cap',
      () => Number(tree.read(policyFile(0, 'scaling_max_freq'))),
      khz => khz <= 2_000_000,
    );
    const status = await daemon.status();
    expect(status?.policies[0]?.explanation).toContain('the configuration allows 2.00 GHz always');
  });
});

it('hours are those of the local clock', () => {
  const hours = [{ from: 22 * 60, to: 7 * 60, profile: 'power-saver' as const }];
  const now = new StandingNow(
    { ...defaultConfig, hours },
    '/nonexistent',
    () => 0,
    () => undefined,
    () => undefined,
  );
  const local = (hour: number): number => new Date(2026, 10, 25, hour).getTime();
  const at = (hour: number) => now.at(true, local(hour), () => undefined).profile;
  expect([at(23), at(12)]).toEqual(['power-saver', 'balanced']);
  now.reconfigure(defaultConfig);
  expect(at(23)).toBe('balanced');
});
