import { describe, expect, it } from 'vitest';
import { eventually } from '../fixtures/eventually.js';
import { described, machineWith, restoredInTime, setInTime } from '../fixtures/gpu-machine.js';
import { gpu, memoryBound } from '../fixtures/nvidia-smi-stand-in.js';
import { link } from '../fixtures/trees/entry.js';
import { gpuFolder } from '../fixtures/trees/gpus.js';
import { until } from '../rig/poll.js';

describe('setting GPU clocks', () => {
  it('locks, says so in the state, and unlocks at the highest clock', async () => {
    const machine = machineWith([gpu(0, { workload: memoryBound })]);
    const run = (await described(machine)).lively();
    expect(await setInTime(run, { 'gpu0.max_clock': 1_200_000 })).toEqual({ 'gpu0.max_clock': { value: 1_200_000 } });
    expect(machine.standIn.gpu().lock).toEqual({ min: 210, max: 1200 });
    await run.until('gpu0.max_clock', v => v === 1_200_000);
    expect(machine.standIn.callsWith('-lgc').at(-1)).toEqual(['-i', gpu(0).uuid, '-eow', '-lgc', '210,1200']);
    expect(await setInTime(run, { 'gpu0.max_clock': 2_100_000 })).toEqual({ 'gpu0.max_clock': { value: 2_100_000 } });
    expect(machine.standIn.gpu().lock).toBeNull();
  });

  it.each([[150_000], [2_115_000], [-1], [1_200_000.5]])('refuses %d kHz', async khz => {
    const machine = machineWith();
    const run = await described(machine);
    expect(await run.set({ 'gpu0.max_clock': khz })).toMatchObject({
      'gpu0.max_clock': { errno: expect.stringMatching(/ERANGE|EINVAL/) },
    });
    expect(machine.standIn.callsWith('-lgc')).toEqual([]);
  });

  it.each([
    ['no permission', { noPermission: true }, {}, 'EPERM', /does not have permission/],
    ['not supported', {}, { unsupported: true }, 'EOPNOTSUPP', /not supported/],
    ['fallen off the bus', { lost: [gpu(0).uuid] }, {}, 'ENODEV', /GPU is lost/],
    ['a driver that left', { driver: 'absent' as const }, {}, 'ENODEV', /couldn't communicate/],
  ])('says what nvidia-smi refused: %s', async (_, faults, change, errno, words) => {
    const machine = machineWith();
    const run = await described(machine);
    machine.standIn.faults(faults);
    machine.standIn.change(0, change);
    expect(await setInTime(run, { 'gpu0.max_clock': 900_000 })).toMatchObject({
      'gpu0.max_clock': { errno, why: expect.stringMatching(words), wanted: 900_000 },
    });
  });

  it('a slow nvidia-smi delays neither CPU limits nor samples', async () => {
    const machine = machineWith();
    const run = (await described(machine)).lively();
    machine.standIn.faults({ slowMs: 1500 });
    const answers: string[] = [];
    const slow = setInTime(run, { 'gpu0.max_clock': 900_000 }).finally(() => answers.push('GPU'));
    const quick = run.set({ 'policy0.max_freq': 1_000_000 }).finally(() => answers.push('CPU'));
    await quick;
    const before = run.samples.length;
    expect(await slow).toEqual({ 'gpu0.max_clock': { value: 900_000 } });
    expect(answers).toEqual(['CPU', 'GPU']);
    expect(run.samples.length).toBeGreaterThanOrEqual(before + 3);
  });

  it('answers for a hung nvidia-smi before the engine gives up', async () => {
    const machine = machineWith();
    const run = await described(machine);
    machine.standIn.faults({ hang: 'set' });
    expect(await run.set({ 'gpu0.max_clock': 900_000 })).toMatchObject({
      'gpu0.max_clock': { errno: 'ETIMEDOUT', why: expect.stringMatching(/hangs/) },
    });
    machine.standIn.cleanup();
  });

  it('the newest of several wishes wins', async () => {
    const machine = machineWith();
    const run = await described(machine);
    machine.standIn.faults({ held: true });
    void run.set({ 'gpu0.max_clock': 900_000 });
    await until(
      'the first under way',
      () => machine.standIn.callsWith('-lgc').length,
      n => n === 1,
    );
    for (const khz of [1_200_000, 1_500_000, 1_800_000]) void run.set({ 'gpu0.max_clock': khz });
    // Once this is answered all before it have come, and the first goes on.
    await run.set({ 'policy0.max_freq': 1_000_000 });
    machine.standIn.faults({});
    expect(await setInTime(run, { 'gpu0.max_clock': 1_800_000 })).toEqual({ 'gpu0.max_clock': { value: 1_800_000 } });
    expect(machine.standIn.gpu().lock?.max).toBe(1800);
    expect(new Set(machine.standIn.callsWith('-lgc').map(args => args.at(-1)))).toEqual(
      new Set(['210,900', '210,1800']),
    );
  });

  it('sets a power limit within the board’s range, reads it back, and puts the one from before back', async () => {
    const machine = machineWith([gpu(0, { persistence: false })]);
    const run = await described(machine);
    // Somebody changed it after we had looked.
    machine.standIn.change(0, { power: { ...gpu(0).power, limit: 300 } });
    expect(await setInTime(run, { 'gpu0.power_limit': 250e6 })).toEqual({ 'gpu0.power_limit': { value: 250e6 } });
    expect(machine.standIn.gpu().power.limit).toBe(250);
    expect(JSON.parse(run.baselineText() ?? '{}').values).toEqual({ 'gpu0.power_limit': 300e6 });
    expect(await restoredInTime(run)).toEqual({ 'gpu0.power_limit': { value: 300e6 } });
    expect(machine.standIn.gpu().power.limit).toBe(300);
    expect(run.baselineText()).toBeUndefined();
    expect(await run.set({ 'gpu0.power_limit': 100e6 })).toMatchObject({ 'gpu0.power_limit': { errno: 'ERANGE' } });
  });

  it('sets nothing that could not be put back', async () => {
    const machine = machineWith();
    const run = await described(machine, 1, { runtimeDir: '/proc/none' });
    expect(await run.set({ 'gpu0.max_clock': 900_000 })).toMatchObject({
      'gpu0.max_clock': { errno: expect.any(String) },
    });
    expect(await run.set({ 'gpu0.power_limit': 250e6 })).toMatchObject({
      'gpu0.power_limit': { errno: expect.any(String) },
    });
    expect(machine.standIn.gpu()).toMatchObject({ lock: null, power: { limit: 320 } });
  });

  it('does not wake a sleeping GPU to set it', async () => {
    const machine = machineWith();
    const run = await described(machine);
    machine.tree.write(`${gpuFolder(0)}/power/runtime_status`, 'suspended');
    expect(await run.set({ 'gpu0.max_clock': 900_000 })).toMatchObject({ 'gpu0.max_clock': { errno: 'EAGAIN' } });
    expect(machine.standIn.callsWith('-lgc')).toEqual([]);
  });

  it('sets again what a reload of the driver lost', async () => {
    const machine = machineWith();
    const run = (await described(machine)).lively();
    await setInTime(run, { 'gpu0.max_clock': 900_000 });
    machine.tree.remove(`${gpuFolder(0)}/driver`);
    machine.standIn.change(0, { lock: null });
    await until(
      'the GPU gone',
      () => run.hello.topology.gpus?.length,
      n => n === 0,
    );
    machine.tree.add({ [`${gpuFolder(0)}/driver`]: link('../../../../bus/pci/drivers/nvidia') });
    await until(
      'the lock',
      () => machine.standIn.gpu().lock?.max,
      max => max === 900,
    );
    await eventually(() =>
      expect(run.notices).toContainEqual({ what: 'gpu0.max_clock', why: expect.stringMatching(/set again/) }),
    );
  });
});
