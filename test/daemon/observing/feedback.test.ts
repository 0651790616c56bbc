import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect as connectSocket } from 'node:net';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ControlClient } from '../../../src/control/client/client.js';
import { JournalReader } from '../../../src/journal/query/query.js';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { until } from '../../rig/poll.js';

/** A daemon that governs the simulated laptop under a promise in percent, once it has sampled. */
async function simulated(options: { runtimeDir?: string; stateDir?: string; args?: string[] } = {}) {
  const { stateDir, args = [], ...rest } = options;
  const state = stateDir === undefined ? [] : ['--state-dir', stateDir];
  const daemon = new DaemonRun({ ...rest, args: ['--simulate', ...state, ...args] });
  const client = await daemon.client();
  await sampled(client);
  return { daemon, client };
}

const sampled = (client: ControlClient) =>
  until(
    'a sample',
    () =>
      client.status().then(
        s => s.ticks,
        () => 0,
      ),
    ticks => ticks > 0,
  );

it('feedback moves ε at once, is journaled, kept over a restart, and reset', async () => {
  const stateDir = folderForTest('state');
  const first = await simulated({ stateDir });
  const where = ['--runtime-dir', first.daemon.runtimeDir, '--state-dir', stateDir];
  const said = await latticectl(['feedback', 'slow', ...where]);
  expect(said).toMatchObject({ code: 0, stderr: '' });
  expect(said.stdout).toContain('SIMULATED');
  expect(said.stdout).toContain('on mains: work may take 2.5 % longer, 5 % by the profile');
  await until(
    'a tick that knows of it',
    () => first.client.feedback('show'),
    shown => shown.causes.includes('user') && shown.now < 0.026,
  );
  first.client.close();
  first.daemon.process.kill('SIGTERM');
  expect(await first.daemon.left()).toBe(0);

  const reader = new JournalReader(join(stateDir, 'journal.db'));
  const events = reader.events().filter(e => e.kind === 'feedback');
  reader.close();
  expect(events).toMatchObject([
    { what: 'slow', detail: { profile: 'balanced', source: 'mains', before: 0.05, after: expect.closeTo(0.025, 6) } },
  ]);

  const second = await simulated({ stateDir });
  expect(await second.client.feedback('show')).toMatchObject({ usual: 0.05, slowdown: expect.closeTo(0.025, 4) });
  expect(await second.client.feedback('reset')).toMatchObject({ slowdown: 0.05, opinions: [] });
  expect(JSON.parse(readFileSync(join(stateDir, 'feedback.json'), 'utf8'))).toEqual({ version: 1, opinions: [] });
  second.client.close();
});

it('a damaged file is warned of, and feedback starts from nothing', async () => {
  const stateDir = folderForTest('state');
  writeFileSync(join(stateDir, 'feedback.json'), '{"version":1,"opin');
  const { daemon, client } = await simulated({ stateDir });
  expect(daemon.stderr).toContain(`earlier feedback is lost: ${join(stateDir, 'feedback.json')}: not JSON`);
  expect(await client.feedback('show')).toMatchObject({ slowdown: 0.05, opinions: [], unkept: null });
  client.close();
});

it('the performance profile has nothing to move', async () => {
  const config = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(config, 'profile = "performance"\n');
  const { client } = await simulated({ args: ['--config', config] });
  await expect(client.feedback('slow')).rejects.toThrow('performance allows no slowdown: there is nothing to move');
  expect(await client.feedback('show')).toMatchObject({ usual: 0, slowdown: 0 });
  client.close();
});

it('applications report on a socket beside the control socket', async () => {
  const { daemon, client } = await simulated();
  const path = join(daemon.runtimeDir, 'heartbeat.sock');
  expect((statSync(path).mode & 0o777).toString(8)).toBe('660');
  const application = connectSocket(path);
  const answer = new Promise<string>(resolve => application.once('data', data => resolve(data.toString())));
  application.write('{"name":"encoder","pid":7,"done":1}\n{"name":"encoder","pid":7}\n');
  expect(await answer).toContain('done: expected a number');
  application.destroy();
  client.close();
  daemon.process.kill('SIGTERM');
  expect(await daemon.left()).toBe(0);
  expect(existsSync(path)).toBe(false);
});
