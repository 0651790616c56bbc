import { connect } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { JournalReader } from '../../../src/journal/query/query.js';
import { latticectl } from '../../cli/run.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { until } from '../../rig/poll.js';

/** A daemon that governs the simulated server, once it answers. */
async function simulated(stateDir: string) {
  const daemon = new DaemonRun({ args: ['--simulate', 'server', '--state-dir', stateDir] });
  const client = await daemon.client();
  await until(
    'a sample',
    () => client.status().catch(() => undefined),
    status => (status?.ticks ?? 0) > 0,
  );
  const ctl = (...args: string[]) => latticectl([...args, '--state-dir', stateDir, '--runtime-dir', daemon.runtimeDir]);
  return { daemon, client, ctl };
}

/** An application that tells of 5 tokens twenty times a second, until it or its daemon ends. */
function telling(runtimeDir: string): void {
  const application = connect(join(runtimeDir, 'heartbeat.sock'));
  let done = 0;
  const timer = setInterval(() => {
    done += 5;
    application.write(`${JSON.stringify({ name: 'decode', pid: process.pid, done, unit: 'tokens' })}\n`);
  }, 50);
  const end = (): void => {
    clearInterval(timer);
    application.destroy();
  };
  application.on('error', end).on('close', end);
  onTestFinished(end);
}

it('an experiment runs on the simulated machine, outlives a kill of the daemon, and is reported', async () => {
  const stateDir = folderForTest('state');
  const first = await simulated(stateDir);
  const design = ['--a', 'power-saver', '--b', 'kernel', '--period', '2s', '--for', '26s'];
  const started = await first.ctl('experiment', 'start', ...design);
  expect(started).toMatchObject({ code: 0, stderr: '' });
  expect(started.stdout).toContain('SIMULATED');
  expect(started.stdout).toContain('power-saver against kernel');
  const atOnce = await first.ctl('experiment', 'report');
  expect(atOnce).toMatchObject({ code: 0, stdout: expect.stringContaining('It still runs') });
  const twice = await first.ctl('experiment', 'start', ...design);
  expect(twice).toMatchObject({ code: 1, stdout: '' });
  expect(twice.stderr).toContain('stop it first');

  const status = () => first.client.status();
  const off = await until('hands off', status, s => s.experiment?.now === 'kernel' && s.mode === 'observe');
  expect(off.controls.every(c => c.state === 'observed')).toBe(true);
  await until(
    'the machine as it was',
    status,
    s => s.experiment?.now !== 'kernel' || s.controls.every(c => c.readback === null || c.readback === c.baseline),
  );
  const on = await until('the other policy', status, s => s.experiment?.now === 'power-saver');
  expect([on.mode, on.profile]).toEqual(['govern', 'power-saver']);
  expect((await first.ctl('status')).stdout).toMatch(/compares +power-saver against kernel/);
  first.client.close();
  first.daemon.process.kill('SIGKILL');
  await first.daemon.left();

  const second = await simulated(stateDir);
  telling(second.daemon.runtimeDir);
  expect(second.daemon.stderr).toContain('the experiment power-saver against kernel goes on');
  const early = await second.ctl('experiment', 'report');
  expect(early.stdout).toContain('It still runs');
  await until(
    'the end of the experiment',
    () => second.client.experiment({ do: 'show' }),
    ({ running }) => running === null,
  );
  expect(await second.ctl('experiment', 'status')).toMatchObject({ code: 1 });
  second.client.close();
  second.daemon.process.kill('SIGTERM');
  expect(await second.daemon.left()).toBe(0);

  const reader = new JournalReader(join(stateDir, 'journal.db'));
  const [experiment] = reader.experiments();
  const periods = reader.experimentPeriods(experiment?.started ?? 0);
  reader.close();
  expect(experiment).toMatchObject({ a: 'power-saver', b: 'kernel', end: 'done', unit: 'instructions' });
  expect(periods.filter(p => p.dropped === 'the daemon was restarted')).toHaveLength(1);
  const complete = periods.filter(p => p.dropped === null);
  expect(complete.length).toBeGreaterThanOrEqual(8);
  // One scene of the simulated server is idle.
  expect(complete.filter(p => p.work > 1e6).length).toBeGreaterThanOrEqual(4);
  for (const { millijoules, measuredMs } of complete) {
    expect(millijoules).toBeGreaterThan(1000);
    expect(measuredMs).toBeGreaterThan(1400);
    expect(measuredMs).toBeLessThan(6000);
  }

  const { stdout, code } = await second.ctl('experiment', 'report');
  expect(code).toBe(0);
  expect(stdout).toMatch(/saves|costs|can't be told/);
  expect(stdout).toMatch(/dropped: .*1 × \S+ \(the daemon was restarted\)/);
  expect(stdout).toMatch(/J\/UNIT[^\n]+\ntokens +\d/);
  const {
    verdict,
    dropped,
    told,
    simulated: made,
  } = JSON.parse((await second.ctl('experiment', 'report', '--json')).stdout);
  expect(made).toBe(true);
  // A quiet scene is sampled once a second, which may leave too little of 2 s.
  const usual = ['the daemon was restarted', 'energy or work was not measured'];
  expect(dropped.filter((d: { why: string }) => !usual.includes(d.why))).toEqual([]);
  expect(verdict.blocks).toBeGreaterThanOrEqual(1);
  expect(told).toMatchObject({
    units: [{ unit: 'tokens', a: expect.any(Number), b: expect.any(Number) }],
    more: false,
  });
  expect(told.units[0].verdict.blocks).toBeGreaterThanOrEqual(1);
});
