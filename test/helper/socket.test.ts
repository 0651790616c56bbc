import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectHelper } from '../../src/machine/linux/helper/connection.js';
import { type Injector, injectorForTest } from '../fixtures/errno/injector.js';
import { type HelperRun, helperForTest } from '../fixtures/helper.js';
import { folderForTest } from '../fixtures/scratch.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

const maximum = policyFile(0, 'scaling_max_freq');

interface Service {
  readonly tree: Tree;
  readonly socket: string;
  readonly process: ChildProcess;
  readonly stderr: string[];
  readonly injector: Injector;
}

/** A helper as systemd runs it: on a socket, whoever comes and goes. */
function service(tree = treeForTest('intel-hybrid'), runtimeDir = folderForTest('run')): Service {
  const socket = join(runtimeDir, 'helper.sock');
  const injector = injectorForTest(tree);
  const child = spawn(injector.wrapper, ['--socket', socket, '--root', tree.root, '--runtime-dir', runtimeDir], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const stderr: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { tree, socket, process: child, stderr, injector };
}

async function listening(s: Service): Promise<Service> {
  await until(
    'the socket',
    () => existsSync(s.socket),
    there => there,
  );
  return s;
}

const engine = ({ tree, socket }: Service): Promise<HelperRun> =>
  helperForTest(tree, { open: () => connectHelper(socket) });

describe('--socket', () => {
  it('serves an engine, puts back when it goes, and serves the next', async () => {
    const s = await listening(service());
    const before = s.tree.settings();
    const first = await engine(s);
    expect(await first.set({ 'policy0.max_freq': 1_000_000 })).toEqual({ 'policy0.max_freq': { value: 1_000_000 } });
    await first.machine.stop();
    await until(
      'put back',
      () => s.tree.read(maximum),
      khz => khz === '4700000',
    );
    const second = await engine(s);
    expect(second.hello.epoch).toBeGreaterThan(first.hello.epoch);
    expect(second.hello.baseline).toEqual({});
    expect(s.tree.settings()).toEqual(before);
  });

  it('refuses a second engine in words, and the first goes on', async () => {
    const s = await listening(service());
    const first = await engine(s);
    await first.set({ 'policy0.max_freq': 1_000_000 });
    await expect(engine(s)).rejects.toThrow('another engine is connected');
    expect(await first.set({ 'policy0.max_freq': 2_000_000 })).toEqual({ 'policy0.max_freq': { value: 2_000_000 } });
    expect(first.lost).toEqual([]);
  });

  it('puts back at SIGTERM, takes its socket away and ends with 0', async () => {
    const s = await listening(service());
    const run = await engine(s);
    await run.set({ 'policy0.max_freq': 1_000_000 });
    s.process.kill('SIGTERM');
    await until(
      'the helper has left',
      () => s.process.exitCode,
      code => code !== null,
    );
    expect(s.process.exitCode).toBe(0);
    expect(s.tree.read(maximum)).toBe('4700000');
    expect(existsSync(s.socket)).toBe(false);
  });

  it('killed and started again: the old socket file is no obstacle, and the engine comes back to it', async () => {
    const s = await listening(service());
    const runtimeDir = join(s.socket, '..');
    const run = await engine(s);
    await run.set({ 'policy0.max_freq': 1_000_000 });
    s.process.kill('SIGKILL');
    await until(
      'lost',
      () => run.lost.length,
      count => count > 0,
    );
    service(s.tree, runtimeDir);
    await until(
      'a second hello',
      () => run.hellos.length,
      count => count === 2,
    );
    expect(s.tree.read(maximum)).toBe('4700000');
    await until(
      'told',
      () => run.restored.map(r => r.why),
      whys => whys.includes('start'),
    );
  });

  it('is open to its user and group only', async () => {
    const s = await listening(service());
    expect(statSync(s.socket).mode & 0o777).toBe(0o660);
  });

  it('a path where a file stands is refused in words, and the file stays', async () => {
    const runtimeDir = folderForTest('run');
    writeFileSync(join(runtimeDir, 'helper.sock'), 'mine');
    const s = service(treeForTest('no-cpufreq'), runtimeDir);
    await until(
      'the helper has left',
      () => s.process.exitCode,
      code => code !== null,
    );
    expect(s.process.exitCode).toBe(1);
    expect(s.stderr.join('')).toContain(s.socket);
    expect(statSync(s.socket).isFile()).toBe(true);
  });
});
