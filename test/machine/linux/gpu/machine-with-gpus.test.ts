import { describe, expect, it } from 'vitest';
import { Reader } from '../../../../src/model/sensing/reader.js';
import { setInTime } from '../../../fixtures/gpu-machine.js';
import { type HelperOptions, helperForTest } from '../../../fixtures/helper.js';
import { kernelTellsAges, withKernelBusy } from '../../../fixtures/kernel-busy.js';
import { gpu, memoryBound, type StandInGpu } from '../../../fixtures/nvidia-smi-stand-in.js';
import { standInForTest } from '../../../fixtures/stand-in-for-test.js';
import { treeForTest } from '../../../fixtures/trees/for-test.js';
import { gpuFolder, nvidiaBoards } from '../../../fixtures/trees/gpus.js';
import { until } from '../../../rig/poll.js';

async function machineWith(
  gpus: readonly StandInGpu[],
  boards = nvidiaBoards(gpus.map(() => ({}))),
  options: HelperOptions = {},
) {
  const tree = treeForTest('intel-hybrid');
  tree.add(boards);
  const standIn = standInForTest(gpus);
  const run = await helperForTest(tree, { nvidiaSmi: standIn.path, measureGpus: true, ...options });
  return { tree, standIn, run };
}

describe('samples of a machine with GPUs', () => {
  it('carry each GPU’s figures under the helper’s number, and the reader finds them', async () => {
    // nvidia-smi’s order is not the bus’s.
    const { run } = await machineWith([
      gpu(0, { bus: '00000000:02:00.0' }),
      gpu(1, { bus: '00000000:01:00.0', workload: memoryBound }),
    ]);
    run.lively();
    await run.until('gpu0.busy', v => v === 98);
    await run.until('gpu1.busy', v => v === 0);
    expect(run.value('gpu0.clock')).toBe(2_100_000);
    expect(run.value('gpu1.power')).toBeLessThan(40e6);
    const before = await run.until('gpu0.energy', v => v > 0);
    const reader = new Reader(run.hello);
    const first = run.samples.at(-1);
    await run.nextSamples(40);
    const last = run.samples.at(-1);
    if (first === undefined || last === undefined) throw new Error('no samples');
    reader.read(first);
    const reading = reader.read(last);
    expect(reading.gpus[0]).toMatchObject({ uuid: gpu(1).uuid, busy: 0.98, memoryBusy: 0.85, throttle: 0, pstate: 2 });
    expect(reading.energy.find(e => e.domain === 'gpu0')?.power).toBeGreaterThan(290);
    expect(reading.energy.find(e => e.domain === 'gpu0')?.power).toBeLessThan(310);
    expect(run.value('gpu0.energy')).toBeGreaterThan(before ?? 0);
  });

  it('a busy GPU brings samples that a quiet machine would hold back', async () => {
    const { run } = await machineWith([gpu(0, { workload: memoryBound })]);
    run.machine.cadence({ activeHz: 10, quietHz: 1, batchSeconds: 45 });
    await run.until('gpu0.busy', v => v === 98);
    await new Promise(resolve => setTimeout(resolve, 8000));
    const before = run.batches.length;
    const since = () => run.batches.slice(before);
    await until('three batches', since, batches => batches.length >= 3);
    // Held back, each would be of 45 samples.
    expect(Math.max(...since())).toBeLessThan(20);
  });

  it('are missing and not 0 while nvidia-smi is silent, and the helper’s own go on', async () => {
    const { run, standIn } = await machineWith([gpu(0)]);
    run.lively();
    await run.until('gpu0.temp', v => v === 43);
    standIn.faults({ pause: true });
    await run.until('gpu0.temp', Number.isNaN);
    expect(run.value('gpu0.energy')).toBeNaN();
    expect(run.value('policy0.cur_freq')).toBe(2_100_000);
  });

  it('leave a sleeping GPU asleep', async () => {
    const { run, standIn, tree } = await machineWith([gpu(0)], nvidiaBoards([{ control: 'auto' }]));
    run.lively();
    await run.until('gpu0.temp', v => v === 43);
    tree.write(`${gpuFolder(0)}/power/runtime_status`, 'suspended');
    await run.until('gpu0.temp', Number.isNaN);
    const before = standIn.calls().length;
    await run.nextSamples(40);
    expect(standIn.calls()).toHaveLength(before);
    tree.write(`${gpuFolder(0)}/power/runtime_status`, 'active');
    await run.until('gpu0.temp', v => v === 43);
  });

  it('show that another tool took our lock off', async () => {
    const { run, standIn } = await machineWith([gpu(0, { workload: memoryBound })]);
    run.lively();
    await run.until('gpu0.clock', v => v === 2_100_000);
    await setInTime(run, { 'gpu0.max_clock': 900_000 });
    await run.until('gpu0.max_clock', v => v === 900_000);
    await run.until('gpu0.clock', v => v === 900_000);
    standIn.change(0, { lock: null });
    await run.until('gpu0.max_clock', v => v === 2_100_000);
    await setInTime(run, { 'gpu0.max_clock': 900_000 });
    await run.until('gpu0.max_clock', v => v === 900_000);
    expect(standIn.gpu().lock?.max).toBe(900);
  });

  it.skipIf(!kernelTellsAges())('tasks come with who ran on the GPUs since the look before', async () => {
    const processes = [{ pid: process.pid, busy: 50, name: 'train' }];
    const busy = gpu(0, { workload: memoryBound, processes });
    const { run } = await machineWith([busy], undefined, { program: withKernelBusy() });
    run.lively();
    await run.until('gpu0.busy', v => v === 98);
    const gpus = await until(
      'a process',
      async () => (await run.machine.tasks?.())?.gpus,
      uses => uses !== undefined && uses.length > 0,
      { every: 1000 },
    );
    expect(gpus).toMatchObject([{ gpu: 0, pid: process.pid, name: 'train' }]);
    // A cycle of 10 s, and more of them where the machine is slow.
    expect((gpus?.[0]?.seconds ?? 0) % 5).toBe(0);
  });

  it('a machine without GPUs has the helper’s signals and starts no nvidia-smi', async () => {
    const { run, standIn } = await machineWith([], {});
    await run.lively().nextSamples(5);
    expect(run.hello.signals.some(s => s.name.startsWith('gpu'))).toBe(false);
    expect(standIn.calls()).toEqual([]);
  });
});
