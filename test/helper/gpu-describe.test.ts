import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { helperPath } from '../../src/machine/linux/helper/helper-path.js';
import { eventually } from '../fixtures/eventually.js';
import { described, machineWith, start, untilMissing, why } from '../fixtures/gpu-machine.js';
import { helperForTest } from '../fixtures/helper.js';
import { gpu } from '../fixtures/nvidia-smi-stand-in.js';
import { standInForTest } from '../fixtures/stand-in-for-test.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { gpuFolder, nvidiaBoards } from '../fixtures/trees/gpus.js';
import { until } from '../rig/poll.js';

describe('describing GPUs', () => {
  it('greets without waiting for nvidia-smi, and tells the GPU when it has answered', async () => {
    const machine = machineWith();
    const run = await described(machine);
    expect(run.hellos[0]?.topology.gpus).toEqual([]);
    const [known] = run.hello.topology.gpus ?? [];
    expect(known).toMatchObject({
      id: 0,
      uuid: gpu(0).uuid,
      name: gpu(0).name,
      power_limit: { min: 150e6, max: 400e6 },
    });
    expect(known?.clocks).toHaveLength(127);
    expect([known?.clocks[0], known?.clocks.at(-1)]).toEqual([210_000, 2_100_000]);
    expect(run.control('gpu0.max_clock')).toMatchObject({
      unit: 'kHz',
      min: 210_000,
      max: 2_100_000,
      value: 2_100_000,
      writable: true,
    });
    expect(run.control('gpu0.power_limit')).toMatchObject({
      unit: 'uW',
      min: 150e6,
      max: 400e6,
      value: 320e6,
      writable: true,
    });
  });

  it('numbers GPUs by their place and not by nvidia-smi’s order', async () => {
    // nvidia-smi lists the second board first.
    const machine = machineWith([gpu(0, { bus: '00000000:02:00.0' }), gpu(1, { bus: '00000000:01:00.0' })]);
    const run = await described(machine, 2);
    expect(run.hello.topology.gpus?.map(g => [g.id, g.uuid])).toEqual([
      [0, gpu(1).uuid],
      [1, gpu(0).uuid],
    ]);
  });

  it('knows older drivers that have no MIG', async () => {
    const machine = machineWith();
    machine.standIn.faults({ unknown: ['mig.mode.current'] });
    const run = await described(machine);
    expect(run.control('gpu0.max_clock')?.writable).toBe(true);
  });

  it.each([
    ['MIG', gpu(0, { name: 'NVIDIA A100-SXM4-40GB', mig: 'Enabled' }), /MIG is on/],
    ['a virtual GPU', gpu(0, { name: 'GRID T4-8Q' }), /only its host may set/],
  ])('leaves %s alone', async (_, board, words) => {
    const machine = machineWith([board]);
    const run = await described(machine);
    expect(run.hello.topology.gpus?.[0]).toMatchObject({ clocks: [], power_limit: null });
    expect(run.control('gpu0.max_clock')).toMatchObject({ writable: false, why: expect.stringMatching(words) });
    expect(await run.set({ 'gpu0.max_clock': 900_000 })).toMatchObject({ 'gpu0.max_clock': { errno: 'EROFS' } });
    expect(machine.standIn.callsWith('-lgc')).toEqual([]);
  });

  it.each([
    ['driver is not running', { driver: 'absent' as const }, /couldn't communicate with the NVIDIA driver/],
    ['versions do not match', { driver: 'mismatch' as const }, /version mismatch/],
    ['library is missing', { driver: 'library' as const }, /libnvidia-ml/],
    ['permission is missing', { driver: 'permission' as const }, /Insufficient Permissions/],
    ['driver sees no device', { driver: 'none' as const }, /No devices were found/],
    ['GPU fell off the bus', { lost: [gpu(0).uuid] }, /GPU is lost/],
  ])('says why there is none when the %s, and finds it when that is over', async (_, faults, words) => {
    const machine = machineWith();
    machine.standIn.faults(faults);
    const run = await start(machine);
    await untilMissing(run, words);
    machine.standIn.faults({});
    await until(
      'the GPU',
      () => run.hello.topology.gpus?.length,
      n => n === 1,
    );
  });

  it('says what is missing when nvidia-smi is not installed, or another driver has the board', async () => {
    const tree = treeForTest('intel-hybrid');
    tree.add(nvidiaBoards([{}, { driver: 'nouveau' }, { driver: '' }]));
    const run = await helperForTest(tree);
    expect(why(run, 'gpu0')).toMatch(/nvidia-smi is not installed/);
    expect(why(run, 'gpu1')).toMatch(/nouveau/);
    expect(why(run, 'gpu2')).toMatch(/not loaded/);
  });

  it('no GPU, no word about it and no nvidia-smi', async () => {
    const standIn = standInForTest();
    const run = await helperForTest(treeForTest('intel-hybrid'), { nvidiaSmi: standIn.path });
    await run.lively().nextSamples(5);
    expect(why(run, 'gpu0')).toBeUndefined();
    expect(standIn.calls()).toEqual([]);
  });

  it('leaves a sleeping GPU asleep and describes it when it wakes', async () => {
    const machine = machineWith([gpu(0)], nvidiaBoards([{ status: 'suspended', control: 'auto' }]));
    const run = await start(machine);
    await run.lively().nextSamples(30);
    expect(machine.standIn.calls()).toEqual([]);
    machine.tree.write(`${gpuFolder(0)}/power/runtime_status`, 'active');
    await until(
      'the GPU',
      () => run.hello.topology.gpus?.length,
      n => n === 1,
    );
  });

  it('a hung nvidia-smi holds up nothing', async () => {
    const machine = machineWith();
    machine.standIn.faults({ hang: true });
    const run = await start(machine);
    expect(await run.set({ 'policy0.max_freq': 1_000_000 })).toEqual({ 'policy0.max_freq': { value: 1_000_000 } });
  });

  it('--once tells them too', async () => {
    const machine = machineWith();
    const args = ['--once', '--root', machine.tree.root, '--nvidia-smi', machine.standIn.path];
    // It waits for nvidia-smi no longer than 5 s, and the stand-in, which Node has to start for, can take longer on a busy machine.
    await eventually(() => {
      const { stdout } = spawnSync(helperPath(), args, { encoding: 'utf8' });
      expect(JSON.parse(stdout).hello.topology.gpus).toMatchObject([{ uuid: gpu(0).uuid }]);
    });
  });
});
