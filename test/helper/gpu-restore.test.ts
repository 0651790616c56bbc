import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';
import { described, machineWith, restoredInTime, setInTime } from '../fixtures/gpu-machine.js';
import type { HelperOptions } from '../fixtures/helper.js';
import { gpu, type NvidiaSmiStandIn } from '../fixtures/nvidia-smi-stand-in.js';
import { helperPid, pidsWith } from '../fixtures/process.js';
import { policyFile } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

describe('putting GPUs back', () => {
  const locked = async (options: HelperOptions = {}) => {
    const machine = machineWith([gpu(0), gpu(1)]);
    const run = await described(machine, 2, options);
    const values = { 'gpu0.max_clock': 900_000, 'gpu1.max_clock': 1_200_000, 'policy0.max_freq': 1_000_000 };
    await setInTime(run, values);
    return { ...machine, run };
  };
  const unlocked = (standIn: NvidiaSmiStandIn) =>
    until(
      'both unlocked',
      () => [standIn.gpu(0).lock, standIn.gpu(1).lock],
      locks => locks.every(l => l === null),
    );

  it('when asked, and says what became of each', async () => {
    const { run, standIn } = await locked();
    expect(JSON.parse(run.baselineText() ?? '{}').values).toMatchObject({ 'gpu0.max_clock': 'unlimited' });
    expect(await restoredInTime(run)).toMatchObject({
      'gpu0.max_clock': { value: 2_100_000 },
      'gpu1.max_clock': { value: 2_100_000 },
    });
    const unlockedBoards = new Set(standIn.callsWith('-rgc').map(([, board]) => board));
    expect(unlockedBoards).toEqual(new Set([gpu(0).uuid, gpu(1).uuid]));
    expect(run.baselineText()).toBeUndefined();
  });

  it('when the lease ends', async () => {
    const { run, standIn } = await locked();
    await run.set({ 'policy1.max_freq': 1_000_000 }, 1);
    await unlocked(standIn);
    await until(
      'told',
      () => run.restored,
      all => all.some(r => r.why === 'lease' && 'gpu0.max_clock' in r.outcome.results),
    );
  });

  it('when the engine goes', async () => {
    const { run, standIn } = await locked();
    await run.machine.stop();
    expect([standIn.gpu(0).lock, standIn.gpu(1).lock]).toEqual([null, null]);
    expect(run.baselineText()).toBeUndefined();
  });

  it('when the helper is killed: by the next one', async () => {
    const { run, standIn, tree } = await locked();
    process.kill(await helperPid(run.runtimeDir), 'SIGKILL');
    await unlocked(standIn);
    expect(tree.read(policyFile(0, 'scaling_max_freq'))).toBe('4700000');
  });

  it('by --restore after a crash of both', async () => {
    const { run, standIn, tree } = await locked();
    process.kill(await helperPid(run.runtimeDir), 'SIGSTOP');
    process.kill(await helperPid(run.runtimeDir), 'SIGKILL');
    await run.machine.stop();
    const { status, stdout } = spawnSync(
      helperPath(),
      ['--restore', '--root', tree.root, '--runtime-dir', run.runtimeDir, '--nvidia-smi', standIn.path],
      { encoding: 'utf8' },
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout).restored).toMatchObject({ 'gpu0.max_clock': { value: 'unlimited' } });
    expect([standIn.gpu(0).lock, standIn.gpu(1).lock]).toEqual([null, null]);
    expect(run.baselineText()).toBeUndefined();
  });

  it('CPU limits first, though nvidia-smi hangs; and keeps in mind what it could not put back', async () => {
    const { run, standIn, tree } = await locked();
    standIn.faults({ hang: 'set' });
    const { results } = await run.machine.restore();
    // The helper waits 4 s for nvidia-smi: the CPU's limit did not.
    expect(Date.now() - statSync(join(tree.root, policyFile(0, 'scaling_max_freq'))).mtimeMs).toBeGreaterThan(3000);
    expect(tree.read(policyFile(0, 'scaling_max_freq'))).toBe('4700000');
    expect(results).toMatchObject({
      'policy0.max_freq': { value: 4_700_000 },
      'gpu0.max_clock': { errno: 'ETIMEDOUT' },
    });
    expect(JSON.parse(run.baselineText() ?? '{}').values).toEqual({
      'gpu0.max_clock': 'unlimited',
      'gpu1.max_clock': 'unlimited',
    });
  });

  it('a lock that is on its way when the helper is killed does not outlive the restore', async () => {
    const machine = machineWith();
    const run = await described(machine);
    machine.standIn.faults({ slowMs: 1000 });
    void run.set({ 'gpu0.max_clock': 900_000 });
    await until(
      'nvidia-smi started',
      () => machine.standIn.callsWith('-lgc').length,
      n => n === 1,
    );
    machine.standIn.faults({});
    process.kill(await helperPid(run.runtimeDir), 'SIGKILL');
    await until(
      'put back',
      () => machine.standIn.callsWith('-rgc').length,
      n => n === 1,
    );
    await until(
      'no nvidia-smi any more',
      () => pidsWith(`${machine.standIn.state}\0`),
      pids => pids.length === 0,
    );
    expect(machine.standIn.gpu().lock).toBeNull();
  });
});
