import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { runningRivals } from '../../../src/machine/linux/procfs/rivals.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { eventually } from '../../fixtures/eventually.js';
import { forEverybody } from '../../fixtures/for-everybody.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { until } from '../../rig/poll.js';

const root = process.getuid?.() === 0;
const nobody = 65534;
const { node, remove } = forEverybody();
afterAll(remove);

/** A script that another user runs. */
function asNobody(script: string, ...args: string[]): ChildProcess {
  const child = spawn(node, ['-e', script, ...args], {
    cwd: '/',
    uid: nobody,
    gid: nobody,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** A daemon that has limits in place, with folders that others may enter as the units make them. */
async function governing() {
  const tree = treeForTest('amd-pstate-epp');
  const before = tree.settings();
  const daemon = new DaemonRun({ tree });
  for (const folder of [daemon.stateDir, daemon.runtimeDir]) chmodSync(folder, 0o755);
  const changed = () => [...tree.settings()].filter(([path, value]) => before.get(path)?.trim() !== value.trim());
  await until('writes', changed, list => list.length > 0);
  return { daemon, changed };
}

it.runIf(root)(
  'another user can neither signal nor slow the daemon, nor open its doors, nor change what it keeps',
  async () => {
    const { daemon } = await governing();
    const script = `
    const fs = require('node:fs'), os = require('node:os'), net = require('node:net');
    const [pid, state, run] = process.argv.slice(1);
    const tried = (what, how) => { try { how(); return [what, 'done']; } catch (error) { return [what, error.info?.code ?? error.code]; } };
    const door = name => new Promise(resolve => {
      const socket = net.connect(run + '/' + name, () => resolve([name, 'done']));
      socket.on('error', error => resolve([name, error.code]));
    });
    const results = [
      tried('SIGTERM', () => process.kill(+pid, 'SIGTERM')),
      tried('SIGSTOP', () => process.kill(+pid, 'SIGSTOP')),
      tried('SIGHUP', () => process.kill(+pid, 'SIGHUP')),
      tried('its priority', () => os.setPriority(+pid, 19)),
      tried('its memory', () => fs.readFileSync('/proc/' + pid + '/mem')),
      tried('its environment', () => fs.readFileSync('/proc/' + pid + '/environ')),
      tried('a file of state', () => fs.writeFileSync(state + '/journal.db', '')),
      tried('a new file of state', () => fs.writeFileSync(state + '/wishes.json', '{}')),
      tried('its socket away', () => fs.unlinkSync(run + '/control.sock')),
      tried('a link in its place', () => fs.symlinkSync('/etc/passwd', run + '/baseline.json.new')),
      tried('the baseline away', () => fs.unlinkSync(run + '/baseline.json')),
    ];
    Promise.all(['control.sock', 'heartbeat.sock'].map(door)).then(doors => {
      console.log(JSON.stringify([...results, ...doors]));
      process.exit();
    });`;
    const child = asNobody(script, `${daemon.pid}`, daemon.stateDir, daemon.runtimeDir);
    const results: [string, string][] = JSON.parse(await text(child.stdout ?? process.stdin));
    expect(results).toHaveLength(13);
    expect(results.filter(([, how]) => how !== 'EPERM' && how !== 'EACCES')).toEqual([]);
    await eventually(async () => expect(await daemon.status()).toMatchObject({ mode: 'govern' }));
  },
);

it.runIf(root)('hundreds of connections of another user that ask and never read put nothing back', async () => {
  const { daemon, changed } = await governing();
  // With what a busy machine leaves: without CPU time of its own a daemon is put back by its lease, whoever asks.
  const script = `
    require('node:os').setPriority(19);
    const net = require('node:net');
    const line = JSON.stringify({ v: 1, id: 1, op: 'status' }) + '\\n';
    let made = 0;
    const flood = i => {
      const socket = net.connect(process.argv[1], () => {
        socket.pause();
        const again = setInterval(() => socket.write(line.repeat(20) + (i % 2 ? '{"v":1,' : '')), 100);
        socket.on('close', () => (clearInterval(again), setTimeout(flood, 50, i)));
        if (++made === 300) console.log('made');
      });
      socket.on('error', () => undefined);
    };
    for (let i = 0; i < 300; i++) flood(i);`;
  const child = asNobody(script, join(daemon.runtimeDir, 'read.sock'));
  let said = '';
  child.stdout?.on('data', chunk => {
    said += chunk;
  });
  await until(
    'its connections',
    () => said,
    all => all.includes('made'),
  );
  const ticks = (await daemon.status())?.ticks ?? 0;
  await until(
    'ticks meanwhile',
    () => daemon.status(),
    // On a quiet machine each is of 20 samples.
    status => (status?.ticks ?? 0) > ticks + 1,
  );
  // In the flood an answer may take longer than is waited for it.
  await eventually(async () => expect(await daemon.status()).toMatchObject({ mode: 'govern', rivals: [] }));
  expect(changed()).not.toEqual([]);
  expect(daemon.stderr).not.toContain('put back');
});

it.runIf(root)('a program of another user that is named like a rival, and runs, is none', async () => {
  const folder = folderForTest('named');
  chmodSync(folder, 0o755);
  const watt = join(folder, 'watt');
  cpSync('/bin/sleep', watt);
  const child = spawn(watt, ['3600'], { uid: nobody, gid: nobody, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise(resolve => child.once('spawn', resolve));
  expect((await runningRivals()).map(({ name }) => name)).not.toContain('watt');
});
