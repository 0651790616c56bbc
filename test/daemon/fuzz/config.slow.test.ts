import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { checkConfig } from '../../../src/config/check.js';
import { ConfigError, defaultConfig, type RequestedLimits } from '../../../src/config/config.js';
import { configExample } from '../../../src/config/example.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { until } from '../../rig/poll.js';
import { Noise } from './noise.js';
import { fuzzBytes, fuzzSeed, WatchedDaemon } from './watched-daemon.js';

/** What decides where limits are; what opens sockets or writes files is only checked, below. */
const limits = [
  'profile = "power-saver"\n',
  'max = "2.4GHz"\n',
  'max = 4000000\ntarget_c = 70\n',
  'remember = true\n',
  '[battery]\nprofile = "power-saver"\ntarget_c = 60\n',
  '[mains]\nmax = 1.2e6\nprofile = "performance"\n',
  '[[hours]]\nfrom = "22:00"\nto = "07:00"\ndays = ["mon", "sun"]\nmax = "1GHz"\n',
  '[[application]]\nexecutable = "ffmpeg"\nhold = true\nmax = "2400MHz"\n',
  '[sampling]\nactive_hz = 10\nquiet_hz = 1\nbatch_s = 20\n',
  '[journal]\nkeep_10s = "2d"\nkeep_1min = "30d"\n',
];

it(`${fuzzBytes} bytes of anything as a configuration: checked or refused in words (seed ${fuzzSeed})`, {
  timeout: 300_000 + fuzzBytes / 5,
}, () => {
  const example = configExample().replaceAll(/^#\s?(?=[\w[])/gm, '');
  const noise = new Noise(fuzzSeed, [...limits, ...example.split(/\n\n+/).map(part => `${part}\n`)]);
  let [read, taken] = [0, 0];
  while (read < fuzzBytes) {
    const bytes = noise.next();
    read += bytes.length;
    try {
      const config = checkConfig('fuzz.toml', bytes.toString('utf8'), defaultConfig);
      taken++;
      const { activeHz, quietHz, batchSeconds } = config.cadence;
      expect(activeHz >= 1 && activeHz <= 20 && quietHz > 0 && quietHz <= activeHz && batchSeconds <= 45).toBe(true);
      const requests: RequestedLimits[] = [
        config.always,
        config.mains,
        config.battery,
        ...config.hours,
        ...config.applications,
      ];
      for (const { max = 1, target = 40 } of requests)
        expect(Number.isFinite(max) && max > 0 && target >= 40 && target <= 100).toBe(true);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      expect(error.message).toMatch(/^fuzz\.toml/);
    }
  }
  expect(taken).toBeGreaterThan(fuzzBytes / 10_000);
  console.info(`checks: ${read} bytes, ${taken} configurations taken`);
});

it(`${fuzzBytes} bytes of anything as the configuration of a daemon (seed ${fuzzSeed})`, {
  timeout: 300_000 + fuzzBytes / 5,
}, async () => {
  const file = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(file, '');
  const watched = new WatchedDaemon(['--config', file]);
  await watched.ready();
  const { daemon } = watched;
  const noise = new Noise(fuzzSeed, limits);
  let [sent, seen] = [0, 0];
  const give = async (text: Buffer | string): Promise<void> => {
    writeFileSync(file, text);
    const said = daemon.stderr.length;
    daemon.process.kill('SIGHUP');
    // The same fault twice is said once.
    for (let waits = 0; waits < 20 && daemon.stderr.length === said; waits++) await sleep(2);
    if (daemon.stderr.length > said) seen++;
  };
  const feed = async (bytes: number): Promise<void> => {
    const end = sent + bytes;
    for (let turn = 0; sent < end; turn++) {
      // Long files, since each costs a turn: all but the last part of some are as they should be.
      let text = Buffer.from(turn % 4 === 0 ? '' : `# ${'x'.repeat(noise.below(2000))}\n`);
      for (let parts = noise.below(40); parts >= 0; parts--)
        text = Buffer.concat([text, parts === 0 || turn % 3 === 0 ? noise.next() : Buffer.from('# a = [1,\n')]);
      await give(text);
      sent += text.length;
      if (turn % 20 !== 19) continue;
      const profile = turn % 40 === 39 ? 'performance' : 'power-saver';
      await give(`profile = "${profile}"\n`);
      await until(
        `${profile} to be in force`,
        () => daemon.status(),
        status => status?.profile === profile,
      );
      watched.checkWrites();
    }
  };
  await feed(fuzzBytes / 5);
  watched.warm();
  await feed(fuzzBytes - sent);
  await give('');
  await watched.check();
  console.info(`daemon: ${sent} bytes, ${seen} files that it spoke of, memory +${watched.grownKib} KiB`);
  await watched.stop();
});
