import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Connection, connectHelper, spawnHelper } from '../../src/machine/linux/helper/connection.js';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';
import { LinuxMachine } from '../../src/machine/linux/helper/linux-machine.js';
import type { Sample } from '../../src/model/sensing/sample.js';
import { kernelTellsAges, withKernelBusy } from '../fixtures/kernel-busy.js';
import { listening } from '../fixtures/listening.js';
import { helperPid } from '../fixtures/process.js';
import { folderForTest } from '../fixtures/scratch.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { until } from '../rig/poll.js';

interface Run {
  readonly machine: LinuxMachine;
  readonly samples: Sample[];
  readonly runtimeDir: string;
}

async function engine(open: () => Connection): Promise<Omit<Run, 'runtimeDir'>> {
  const samples: Sample[] = [];
  const machine = new LinuxMachine(open);
  onTestFinished(async () => void (await machine.stop()));
  await machine.start({
    hello: () => undefined,
    samples: batch => void samples.push(...batch),
    restored: () => undefined,
    notice: () => undefined,
    lost: () => undefined,
  });
  return { machine, samples };
}

async function run(path: string): Promise<Run> {
  const runtimeDir = folderForTest('run');
  const { root } = treeForTest('intel-hybrid');
  const open = (): Connection => spawnHelper({ path, root, runtimeDir, readOnly: false }, () => undefined);
  return { ...(await engine(open)), runtimeDir };
}

/** The BPF programs that the helper holds. */
async function programs(runtimeDir: string): Promise<number> {
  const folder = `/proc/${await helperPid(runtimeDir)}/fd`;
  return readdirSync(folder).filter(file => {
    try {
      return readlinkSync(`${folder}/${file}`).includes('bpf-prog');
    } catch {
      return false;
    }
  }).length;
}

describe('tasks, where the helper cannot tell them', () => {
  it('are refused with the reason: a fake tree is not the running kernel', async () => {
    const { machine } = await run(helperPath());
    await expect(machine.tasks()).rejects.toThrow('BPF observes the running kernel, not this tree');
  });

  it.each([
    [{ holdSeconds: -1 }, 'hold_s is outside 0 to 600'],
    [{ holdSeconds: 601 }, 'hold_s is outside 0 to 600'],
    [{ size: 63 }, 'size is no whole number from 64 to 65536'],
    [{ size: 1e9 }, 'size is no whole number from 64 to 65536'],
    [{ size: 100.5 }, 'size is no whole number from 64 to 65536'],
    [{ cgroup: -3 }, 'cgroup is no id of a cgroup'],
    [{ cgroup: 1e300 }, 'cgroup is no id of a cgroup'],
  ])('%o is refused: %s', async (wanted, why) => {
    const { machine } = await run(helperPath());
    await expect(machine.tasks(wanted)).rejects.toThrow(why);
  });
});

describe.skipIf(!kernelTellsAges())('tasks of the running kernel', () => {
  it('are counted from the first request on, and nothing is loaded before it or after the last', async () => {
    const { machine, runtimeDir } = await run(withKernelBusy());
    const before = await programs(runtimeDir);
    const first = await machine.tasks({ holdSeconds: 100 });
    expect(await programs(runtimeDir)).toBeGreaterThan(before);
    expect(first.size).toBe(16384);
    let own = first.tasks.find(t => t.pid === process.pid);
    const seen = await until(
      'this process',
      async () => (await machine.tasks({ holdSeconds: 100 })).tasks.find(t => t.pid === process.pid),
      task => task !== undefined && task.voluntary > (own?.voluntary ?? 0) + 20,
    );
    own = seen;
    expect(own).toMatchObject({ tgid: process.pid, ended: false, execs: 0 });
    expect(own?.run).toBeGreaterThan(0);
    expect(own?.sleep).toBeGreaterThan(0);
    // MHz of the tree's CPUs, since the helper told the programs their clocks.
    expect((own?.work ?? 0) / (own?.run ?? 1)).toBeGreaterThan(100);
    expect((own?.work ?? 0) / (own?.run ?? 1)).toBeLessThan(10_000);
    expect(own?.wakers.length).toBeGreaterThan(0);
    expect(own?.coherence).toBeGreaterThanOrEqual(0);
    expect(own?.coherence).toBeLessThanOrEqual(1);
    await machine.tasks({ holdSeconds: 0 });
    await until(
      'the programs gone',
      () => programs(runtimeDir),
      count => count === before,
    );
  });

  it('end by themselves when the engine asks no more', async () => {
    const { machine, runtimeDir } = await run(withKernelBusy());
    const before = await programs(runtimeDir);
    await machine.tasks({ holdSeconds: 1 });
    await until(
      'the programs gone',
      () => programs(runtimeDir),
      count => count === before,
    );
  });

  it('come between samples, which go on', async () => {
    const { machine, samples } = await run(withKernelBusy());
    machine.cadence({ activeHz: 20, quietHz: 20, batchSeconds: 0 });
    for (let i = 0; i < 20; i++) await machine.tasks();
    const count = samples.length;
    await until(
      'further samples',
      () => samples.length,
      length => length > count + 10,
    );
    const times = samples.map(sample => sample.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('of a cgroup that has none are none, and another size begins anew', async () => {
    const { machine } = await run(withKernelBusy());
    const folder = mkdtempSync('/tmp/lattice-no-cgroup-');
    const { ino } = statSync(folder);
    rmSync(folder, { recursive: true });
    expect((await machine.tasks({ cgroup: 2 ** 40 + ino })).tasks).toEqual([]);
    const table = await machine.tasks({ size: 64 });
    expect(table.size).toBe(64);
    expect(table.tasks.length).toBeLessThanOrEqual(64);
  });

  it('one request at a time: a second one is told so, and the first is answered', async () => {
    const { machine } = await run(withKernelBusy());
    const first = machine.tasks();
    await expect(machine.tasks()).rejects.toThrow('the request before is not answered yet');
    expect((await first).size).toBe(16384);
  });

  it('an engine that goes while they are loaded leaves a helper that ends in order', async () => {
    const { machine } = await run(withKernelBusy());
    const asked = machine.tasks();
    const told = expect(asked).rejects.toThrow();
    await machine.stop();
    await told;
  });

  it.each([
    ['the same', 16384],
    ['others', 64],
  ])('the next engine is not told that one before it was not answered: it asks for %s', async (_what, size) => {
    const socket = join(folderForTest('run'), 'helper.sock');
    const { root } = treeForTest('intel-hybrid');
    const folder = ['--root', root, '--runtime-dir', dirname(socket)];
    const helper = spawn(withKernelBusy(), ['--socket', socket, ...folder], { stdio: 'ignore' });
    onTestFinished(() => void helper.kill('SIGKILL'));
    await listening(socket);
    for (let i = 0; i < 3; i++) {
      const gone = await engine(() => connectHelper(socket));
      const told = expect(gone.machine.tasks()).rejects.toThrow();
      await gone.machine.stop();
      await told;
      const next = await engine(() => connectHelper(socket));
      expect((await next.machine.tasks({ size })).size).toBe(size);
      await next.machine.stop();
    }
  });
});
