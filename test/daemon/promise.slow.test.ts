import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, it } from 'vitest';
import { controlSchema } from '../../src/control/protocol/schema/schema.js';
import type { Status } from '../../src/control/protocol/status.js';
import { latticectl } from '../cli/run.js';
import { DaemonRun } from '../fixtures/daemon.js';
import { folderForTest } from '../fixtures/scratch.js';
import { until } from '../rig/poll.js';

/** A daemon that governs a simulated laptop. */
function simulating(toml: string): DaemonRun {
  const config = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(config, toml);
  return new DaemonRun({ args: ['--simulate', '--config', config] });
}

const statusWith = (daemon: DaemonRun, what: string, fits: (status: Status) => boolean) =>
  until(
    what,
    () => daemon.status(),
    status => status !== undefined && fits(status),
  );

const metrics = (socketPath: string) =>
  new Promise<string>((resolve, reject) => {
    request({ socketPath, path: '/metrics' }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', part => {
        text += part;
      });
      response.on('end', () => resolve(text));
    })
      .on('error', reject)
      .end();
  });

it('under a promise in milliseconds status, explain and metrics tell how its work starts', async () => {
  const socketPath = join(folderForTest('metrics'), 'metrics.sock');
  const daemon = simulating(`[promise]\nin = "milliseconds"\n[metrics]\nlisten = "unix:${socketPath}"\n`);
  const status = await statusWith(
    daemon,
    'raises',
    ({ policies }) => (policies[0]?.reflex?.raises ?? 0) > 0 && policies[0]?.reflex?.later != null,
  );
  expect(status?.promise).toEqual({
    in: 'milliseconds',
    slowdown: 0.05,
    delay: 4,
    why: 'configured',
    reflex: true,
    heartbeats: { kept: 0, broken: 0 },
    answers: { kept: 0, broken: 0 },
  });
  const reflex = status?.policies[0]?.reflex;
  expect(reflex?.later).toBeLessThanOrEqual(4);
  expect(reflex?.start).toBeLessThan(4_600_000);
  // Nothing of it is a sensor that nobody knows.
  expect(status?.sensors).toEqual([]);
  const ajv = new Ajv2020({ allowUnionTypes: true });
  ajv.addSchema(controlSchema(), 'control');
  expect(ajv.validate('control#/$defs/Status', status), ajv.errorsText()).toBe(true);
  const explained = await until(
    'an explanation',
    () => latticectl(['--runtime-dir', daemon.runtimeDir, 'explain', '--why']),
    ({ stdout }) => stdout.replace(/\s+/g, ' ').includes('holds it up by at most'),
  );
  expect(explained.stdout.replace(/\s+/g, ' ')).toMatch(
    /policy0 Starts at \d\.\d\d GHz, full clock after \d+ ms: delays no work by more than .* policy0: work starts at \d\.\d\d GHz .* ms; after that it (may run from|is held at) /,
  );
  expect(await metrics(socketPath)).toMatch(/^lattice_cpu_raises_total\{policy="policy0"\} [1-9]\d*$/m);
  const spectrum = await latticectl(['--runtime-dir', daemon.runtimeDir, 'spectrum', '--json']);
  expect(spectrum.stdout).not.toMatch(/young_|raise/);
});

it('the configuration says that it is percent, and nothing is started slowly', async () => {
  const daemon = simulating('[promise]\nin = "percent"\n');
  const status = await statusWith(daemon, 'ticks', ({ ticks }) => ticks > 30);
  expect(status?.promise).toMatchObject({ in: 'percent', delay: null, why: 'configured' });
  expect(status?.policies[0]?.reflex).toMatchObject({ raiseMs: 0, later: null });
  const { stdout } = await latticectl(['--runtime-dir', daemon.runtimeDir, 'feedback', 'slow']);
  expect(stdout).toContain('balanced on mains: work may take 2.5 % longer, 5 % by the profile\n');
});
