import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { helperPath } from '../../src/machine/linux/helper-path.js';
import { type HelperOptions, type HelperRun, helperForTest } from '../fixtures/helper.js';
import { gpu, memoryBound, type NvidiaSmiStandIn, type StandInGpu } from '../fixtures/nvidia-smi-stand-in.js';
import { helperPid } from '../fixtures/process.js';
import { standInForTest } from '../fixtures/stand-in-for-test.js';
import { link } from '../fixtures/trees/entry.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { gpuFolder, nvidiaBoards } from '../fixtures/trees/gpus.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

interface Machine {
  readonly tree: Tree;
  readonly standIn: NvidiaSmiStandIn;
}

/** A laptop with these GPUs. */
function machineWith(gpus: readonly StandInGpu[] = [gpu(0)], boards = nvidiaBoards(gpus.map(() => ({})))): Machine {
  const tree = treeForTest('intel-hybrid');
  tree.add(boards);
  return { tree, standIn: standInForTest(gpus) };
}

const start = ({ tree, standIn }: Machine, options: HelperOptions = {}): Promise<HelperRun> =>
  helperForTest(tree, { nvidiaSmi: standIn.path, ...options });

/** The hello in which its GPUs are described. */
async function described(machine: Machine, count = 1, options: HelperOptions = {}): Promise<HelperRun> {
  const run = await start(machine, options);
  await until(
    `${count} GPUs`,
    () => run.hello.topology.gpus?.length,
    n => n === count,
  );
  return run;
}

const why = (run: HelperRun, what: string): string | undefined => run.hello.missing.find(m => m.what === what)?.why;

/** What the helper says of a GPU once it says this. */
const untilMissing = (run: HelperRun, pattern: RegExp): Promise<string | undefined> =>
  until(
    `${pattern} of gpu0`,
    () => why(run, 'gpu0'),
    text => text !== undefined && pattern.test(text),
  );

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

  it('--once tells them too', () => {
    const machine = machineWith();
    const { stdout } = spawnSync(
      helperPath(),
      ['--once', '--root', machine.tree.root, '--nvidia-smi', machine.standIn.path],
      { encoding: 'utf8' },
    );
    expect(JSON.parse(stdout).hello.topology.gpus).toMatchObject([{ uuid: gpu(0).uuid }]);
  });
});

describe('setting GPU clocks', () => {
  it('locks, says so in the state, and unlocks at the highest clock', async () => {
    const machine = machineWith([gpu(0, { workload: memoryBound })]);
    const run = (await described(machine)).lively();
    expect(await run.set({ 'gpu0.max_clock': 1_200_000 })).toEqual({ 'gpu0.max_clock': { value: 1_200_000 } });
    expect(machine.standIn.gpu().lock).toEqual({ min: 210, max: 1200 });
    await run.until('gpu0.max_clock', v => v === 1_200_000);
    expect(machine.standIn.callsWith('-lgc')).toEqual([['-i', gpu(0).uuid, '-eow', '-lgc', '210,1200']]);
    expect(await run.set({ 'gpu0.max_clock': 2_100_000 })).toEqual({ 'gpu0.max_clock': { value: 2_100_000 } });
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
    expect(await run.set({ 'gpu0.max_clock': 900_000 })).toMatchObject({
      'gpu0.max_clock': { errno, why: expect.stringMatching(words), wanted: 900_000 },
    });
  });

  it('a slow nvidia-smi delays neither CPU limits nor samples', async () => {
    const machine = machineWith();
    const run = (await described(machine)).lively();
    machine.standIn.faults({ slowMs: 1500 });
    const slow = run.set({ 'gpu0.max_clock': 900_000 });
    const begun = performance.now();
    await run.set({ 'policy0.max_freq': 1_000_000 });
    await run.nextSamples(3);
    expect(machine.standIn.gpu().lock).toBeNull();
    expect(performance.now() - begun).toBeLessThan(1500);
    expect(await slow).toEqual({ 'gpu0.max_clock': { value: 900_000 } });
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
    machine.standIn.faults({ slowMs: 500 });
    void run.set({ 'gpu0.max_clock': 900_000 });
    await until(
      'the first under way',
      () => machine.standIn.callsWith('-lgc').length,
      n => n === 1,
    );
    const all = [1200, 1500, 1800].map(mhz => run.set({ 'gpu0.max_clock': mhz * 1000 }));
    expect(await all.at(-1)).toEqual({ 'gpu0.max_clock': { value: 1_800_000 } });
    expect(machine.standIn.gpu().lock?.max).toBe(1800);
    expect(machine.standIn.callsWith('-lgc')).toHaveLength(2);
  });

  it('sets a power limit within the board’s range, reads it back, and puts the one from before back', async () => {
    const machine = machineWith([gpu(0, { persistence: false })]);
    const run = await described(machine);
    // Somebody changed it after we had looked.
    machine.standIn.change(0, { power: { ...gpu(0).power, limit: 300 } });
    expect(await run.set({ 'gpu0.power_limit': 250e6 })).toEqual({ 'gpu0.power_limit': { value: 250e6 } });
    expect(machine.standIn.gpu().power.limit).toBe(250);
    expect(JSON.parse(run.baselineText() ?? '{}').values).toEqual({ 'gpu0.power_limit': 300e6 });
    expect((await run.machine.restore()).results).toEqual({ 'gpu0.power_limit': { value: 300e6 } });
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
    await run.set({ 'gpu0.max_clock': 900_000 });
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
    expect(run.notices).toContainEqual({ what: 'gpu0.max_clock', why: expect.stringMatching(/set again/) });
  });
});

describe('putting GPUs back', () => {
  const locked = async (options: HelperOptions = {}) => {
    const machine = machineWith([gpu(0), gpu(1)]);
    const run = await described(machine, 2, options);
    const values = { 'gpu0.max_clock': 900_000, 'gpu1.max_clock': 1_200_000, 'policy0.max_freq': 1_000_000 };
    await run.set(values, 60);
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
    expect((await run.machine.restore()).results).toMatchObject({
      'gpu0.max_clock': { value: 2_100_000 },
      'gpu1.max_clock': { value: 2_100_000 },
    });
    expect(standIn.callsWith('-rgc')).toHaveLength(2);
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
    const restored = run.machine.restore();
    await until(
      'the CPU’s limit',
      () => tree.read(policyFile(0, 'scaling_max_freq')),
      khz => khz === '4700000',
      { timeout: 1000 },
    );
    expect((await restored).results).toMatchObject({
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
    await new Promise(resolve => setTimeout(resolve, 1200));
    expect(machine.standIn.gpu().lock).toBeNull();
  });
});
