import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ControlClient, connect } from '../../src/control/client/client.js';
import { kernelHelperIn } from '../../test/fixtures/kernel-helper.js';
import { type DaemonOnTree, daemonOnTree } from '../daemon/daemon-on-tree.js';
import { children, rssMiB } from '../daemon/process.js';
import { helper, latticectl } from '../daemon/product.js';
import { type Figure, spread } from '../figures.js';

const source = fileURLToPath(new URL('../../../bench/tasks/sleepers.c', import.meta.url));
const many = 10_000;
const rounds = 15;
/** Longer than the daemon keeps an answer for others who ask. */
const pauseMs = 2000;

/** How long the daemon takes to tell of 10,000 tasks that all run each second, from request to answer, and what that does to its memory. */
export async function benchAnswers(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-bench-'));
  const sleepers = await sleepersIn(folder);
  const daemon = daemonOnTree(tree => tree.pass(0.1, () => 0.1), [], undefined, {
    LATTICE_HELPER: kernelHelperIn(folder, helper),
  });
  try {
    const client = await answering(daemon);
    const seen: number[] = [];
    const asked: number[] = [];
    for (let i = 0; i < rounds; i++) {
      await sleep(pauseMs);
      const from = performance.now();
      const { rows, rest } = await client.tasks({});
      asked.push(performance.now() - from);
      seen.push(rows.length + rest.rows);
    }
    const typed: number[] = [];
    for (let i = 0; i < rounds; i++) {
      await sleep(pauseMs);
      const from = performance.now();
      execFileSync(process.execPath, [latticectl, '--runtime-dir', daemon.runtimeDir, 'tasks', '--once']);
      typed.push(performance.now() - from);
    }
    client.close();
    const rss = [daemon.engine, ...children(daemon.engine)].map(rssMiB).reduce((a, b) => a + b, 0);
    return [
      { name: 'answer: tasks that did anything since the one before', unit: '', ...spread(seen) },
      { name: 'answer: from the socket to all of it', unit: 'ms', ...spread(asked), bar: 150 },
      { name: 'latticectl tasks --once, Node’s start included', unit: 'ms', ...spread(typed) },
      { name: 'RSS of engine and helper with all of them', unit: 'MiB', ...spread([rss]), bar: 80 },
    ];
  } finally {
    sleepers.kill('SIGKILL');
    await daemon.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function sleepersIn(folder: string): Promise<ChildProcess> {
  const program = join(folder, 'sleepers');
  execFileSync('cc', ['-O2', '-pthread', source, '-o', program]);
  const sleepers = spawn(program, [String(many)], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(sleepers.stdout, 'data');
  return sleepers;
}

/** Once it has told of tasks. */
async function answering({ runtimeDir }: DaemonOnTree): Promise<ControlClient> {
  for (;;) {
    try {
      const client = await connect(runtimeDir);
      await client.tasks({});
      return client;
    } catch {
      await sleep(500);
    }
  }
}
