import { writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Status } from '../../src/control/protocol/status.js';
import { latticectl } from '../cli/run.js';
import { DaemonRun } from '../fixtures/daemon.js';
import { fakeHelper, message, plainHello, sampleFrame } from '../fixtures/fake-helper.js';
import { folderForTest } from '../fixtures/scratch.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { until } from '../rig/poll.js';

const fan = 'hwmon.thinkpad.fan1.fan';

/** A daemon over a laptop's tree that serves its metrics on a socket. */
function serving(env: NodeJS.ProcessEnv = {}): { daemon: DaemonRun; metrics: () => Promise<string> } {
  const folder = folderForTest('metrics');
  const socketPath = join(folder, 'metrics.sock');
  const config = join(folder, 'lattice.toml');
  // So many samples as a spectrum needs come in minutes, however long the programs take that are asked before it.
  writeFileSync(config, `[metrics]\nlisten = "unix:${socketPath}"\n\n[sampling]\nactive_hz = 1\nquiet_hz = 1\n`);
  const daemon = new DaemonRun({ tree: treeForTest('intel-hybrid'), args: ['--config', config], env });
  const metrics = () =>
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
  return { daemon, metrics };
}

const shown = (daemon: DaemonRun, name: string) =>
  until(
    `${name} in status`,
    async () => (await daemon.status())?.sensors.find(s => s.name === name),
    found => typeof found?.value === 'number',
  );

it('a fan, which nothing here reads, is in status, spectrum and metrics', async () => {
  const { daemon, metrics } = serving();
  expect(await shown(daemon, fan)).toEqual({ name: fan, unit: 'rpm', value: 2400 });
  const { stdout } = await latticectl(['--runtime-dir', daemon.runtimeDir, 'status', '--json']);
  expect((JSON.parse(stdout) as Status).sensors).toContainEqual({ name: fan, unit: 'rpm', value: 2400 });
  const spectrum = await latticectl(['--runtime-dir', daemon.runtimeDir, 'spectrum']);
  expect(spectrum.stdout).toContain(fan);
  const one = await latticectl(['--runtime-dir', daemon.runtimeDir, 'spectrum', fan, '--wait', '1s']);
  // It is known, and has too few samples so far.
  expect(one.stderr).toContain(`${fan}: too few samples yet`);
  const text = await metrics();
  expect(text).toContain(`\nlattice_sensor{name="${fan}",unit="rpm"} 2400\n`);
  // What has a metric of its own is not told twice.
  expect(text).not.toContain('lattice_sensor{name="zone.');
});

it('a sensor that is invented here is too, and its name can do no harm', async () => {
  const spec = { unit: 'm', kind: 'gauge', role: 'tide', scope: 'moon' };
  const hello = plainHello({
    signals: [
      { name: 'policy0.max_freq', unit: 'kHz', kind: 'state' },
      { ...spec, name: 'moon.tide' },
      { ...spec, name: 'moon."} 1\nlattice_ticks_total 5' },
    ],
  });
  const samples = [1, 2, 3].map(s => sampleFrame([s * 1e9, 1, 9, 1.5 * s, 7]));
  const act = { write: [message(hello)], reply: Buffer.concat(samples) };
  const { daemon, metrics } = serving({ LATTICE_HELPER: fakeHelper([act]) });
  expect(await shown(daemon, 'moon.tide')).toEqual({ name: 'moon.tide', unit: 'm', value: 4.5 });
  const spectrum = await latticectl(['--runtime-dir', daemon.runtimeDir, 'spectrum', '--json']);
  const traced: { name: string; unit: string; count: number }[] = JSON.parse(spectrum.stdout).signals;
  const tide = traced.find(({ name }) => name === 'moon.tide');
  expect(tide).toMatchObject({ unit: 'm' });
  // Samples that come together on a busy machine share a tick, and so a place in the trace.
  expect(tide?.count).toBeGreaterThan(0);
  const text = await metrics();
  expect(text).toContain('\nlattice_sensor{name="moon.tide",unit="m"} 4.5\n');
  expect(text).toContain('\nlattice_sensor{name="moon.___1_lattice_ticks_total_5",unit="m"} 7\n');
});
