import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Config } from '../../src/config/config.js';
import { LiveConfig } from '../../src/daemon/live-config.js';
import { DaemonRun } from '../fixtures/daemon.js';
import { folderForTest } from '../fixtures/scratch.js';
import { until } from '../rig/poll.js';

const performance = 'profile = "performance"\n';
const saver = 'profile = "power-saver"\n';

async function live(text?: string, required = false) {
  const folder = folderForTest('config');
  const file = join(folder, 'lattice.toml');
  if (text !== undefined) writeFileSync(file, text);
  const said: string[] = [];
  const seen: string[] = [];
  const config = await LiveConfig.open(file, required, (level, line) => said.push(`${level}: ${line}`));
  config.follow((now: Config) => seen.push(now.profile));
  onTestFinished(() => config.close());
  const becomes = (profile: string) =>
    until(
      profile,
      () => config.current.profile,
      now => now === profile,
    );
  return { folder, file, config, said, seen, becomes };
}

describe('a change on disk is in force soon', () => {
  it('of the file in place, and of one that takes its place', async () => {
    const { file, becomes, seen } = await live(performance);
    writeFileSync(file, saver);
    await becomes('power-saver');
    writeFileSync(`${file}.new`, performance);
    renameSync(`${file}.new`, file);
    await becomes('performance');
    expect(seen).toEqual(['power-saver', 'performance']);
  });

  it('of a file and of a conf.d that came later', async () => {
    const { folder, file, becomes } = await live();
    writeFileSync(file, saver);
    await becomes('power-saver');
    mkdirSync(join(folder, 'conf.d'));
    writeFileSync(join(folder, 'conf.d/10.toml'), performance);
    await becomes('performance');
    rmSync(join(folder, 'conf.d'), { recursive: true });
    await becomes('power-saver');
    mkdirSync(join(folder, 'conf.d'));
    await becomes('power-saver');
    writeFileSync(join(folder, 'conf.d/10.toml'), performance);
    await becomes('performance');
  });

  it('the defaults, when the file is gone', async () => {
    const { file, becomes } = await live(saver);
    rmSync(file);
    await becomes('balanced');
  });
});

describe('a configuration that can not be used', () => {
  it('leaves the old one in force and is said once, with file, line, key and expectation', async () => {
    const { file, config, said, seen, becomes } = await live(performance);
    writeFileSync(file, '\nprofile = "turbo"\n');
    await config.reload();
    await config.reload();
    expect(config.current.profile).toBe('performance');
    expect(seen).toEqual([]);
    expect(said).toEqual([
      `error: ${file}:2: profile: expected one of performance, balanced, power-saver`,
      'warning: the configuration of before stays in force',
    ]);
    writeFileSync(file, saver);
    await becomes('power-saver');
    expect(said.at(-1)).toBe('info: the configuration was read again and is in force');
  });

  it('so is one that was named and is gone', async () => {
    const { file, config, said } = await live(saver, true);
    rmSync(file);
    await config.reload();
    expect(config.current.profile).toBe('power-saver');
    expect(said[0]).toBe(`error: ${file}: no such file`);
  });
});

it('a running daemon takes up what SIGHUP tells it to read, and goes on', async () => {
  const file = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(file, saver);
  const daemon = new DaemonRun({ args: ['--simulate', '--config', file] });
  await until(
    'its socket',
    () => daemon.status(),
    status => status?.profile === 'power-saver',
  );
  writeFileSync(file, performance);
  daemon.process.kill('SIGHUP');
  await until(
    'the profile',
    () => daemon.status(),
    status => status?.profile === 'performance',
  );
  daemon.process.kill('SIGTERM');
  expect(await daemon.left()).toBe(0);
});
