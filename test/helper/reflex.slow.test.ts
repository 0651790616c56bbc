import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Injector, injectorForTest } from '../fixtures/errno/injector.js';
import { eventually } from '../fixtures/eventually.js';
import { type HelperRun, helperForTest } from '../fixtures/helper.js';
import { kernelTellsAges, withKernelBusy } from '../fixtures/kernel-busy.js';
import { helperPid } from '../fixtures/process.js';
import { treeForTest } from '../fixtures/trees/for-test.js';
import { policyFile, type Tree } from '../fixtures/trees/tree.js';

const max = policyFile(1, 'scaling_max_freq');
const young = 2_000_000;
const own = 3_000_000;

/** Keeps CPU 1 busy. */
function spin(): ChildProcess {
  const child = spawn('taskset', ['-c', '1', 'sh', '-c', 'while :; do :; done'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function stop(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** Skips the test where other work leaves CPU 1 no rest: a stretch that never ends is rightly never lowered. */
async function untilCalm(run: HelperRun, skip: (why: string) => void): Promise<void> {
  const calm = (): boolean => {
    const [before, now] = [run.samples.at(-5), run.samples.at(-1)];
    const at = run.hello.signals.findIndex(s => s.name === 'cpu1.busy');
    const busy = (now?.values[at] ?? Number.NaN) - (before?.values[at] ?? Number.NaN);
    return busy < 0.3 * ((now?.at ?? 0) - (before?.at ?? 0));
  };
  for (let samples = 0; samples < 600 && !calm(); samples += 5) await run.nextSamples(5);
  if (!calm()) skip('CPU 1 is never idle: other work runs on it');
}

/** The reflex of policy 1 is on, with this machine's CPU 1 behind it. */
async function reflexOn(): Promise<{ tree: Tree; run: HelperRun; found: string; injector: Injector }> {
  const tree = treeForTest('amd-pstate-epp');
  const found = tree.read(max);
  const injector = injectorForTest(tree);
  const run = await helperForTest(tree, { program: withKernelBusy(injector.wrapper) });
  run.lively();
  const beat = setInterval(() => run.machine.beat(60), 5000);
  onTestFinished(() => clearInterval(beat));
  await run.set({ 'policy1.max_freq': own, 'policy1.start_max_freq': young, 'policy1.raise_ms': 12 });
  return { tree, run, found, injector };
}

const reads = (tree: Tree, khz: number): Promise<void> => eventually(() => expect(Number(tree.read(max))).toBe(khz));

describe.skipIf(!kernelTellsAges())('the reflex on this kernel', () => {
  it('raises for a process that stays busy, lowers when the CPU rests, and counts both', async ({ skip }) => {
    const { tree, run } = await reflexOn();
    await untilCalm(run, skip);
    await reads(tree, young);
    const raises = run.value('policy1.raises') ?? Number.NaN;
    const load = spin();
    await reads(tree, own);
    await run.until('policy1.raises', value => value > raises);
    expect(run.value('policy1.max_freq')).toBe(own);
    await stop(load);
    await reads(tree, young);
    expect(await run.until('policy1.raised', value => value > 0)).toBeGreaterThan(0);
    // Busy at an age below 32 ms is less than busy at all, and of the first ms no more than of the first two.
    await run.nextSamples(2);
    const ages = [1, 2, 4, 8, 16, 32].map(ms => run.value(`policy1.young_${ms}ms`) ?? Number.NaN);
    expect(ages).toEqual([...ages].sort((a, b) => a - b));
    expect(ages.at(-1)).toBeLessThan(run.value('cpu1.busy') ?? Number.NaN);
    expect(run.notices).toEqual([]);
  });

  it('raises though the kernel refuses the first writes, and says nothing of it', async ({ skip }) => {
    const { tree, run, injector } = await reflexOn();
    await untilCalm(run, skip);
    await reads(tree, young);
    injector.rules([`refuse write ${max} EBUSY times 3`]);
    spin();
    await reads(tree, own);
    expect(run.notices).toEqual([]);
  });

  it('killed while raised, and while young: what was found is back', async ({ skip }) => {
    const { tree, run, found } = await reflexOn();
    const load = spin();
    await reads(tree, own);
    process.kill(await helperPid(run.runtimeDir), 'SIGKILL');
    await eventually(() => expect(run.hellos.length).toBe(2));
    expect(tree.read(max)).toBe(found);
    await stop(load);
    await untilCalm(run, skip);
    await run.set({ 'policy1.max_freq': own, 'policy1.start_max_freq': young, 'policy1.raise_ms': 12 });
    await reads(tree, young);
    process.kill(await helperPid(run.runtimeDir), 'SIGKILL');
    await eventually(() => expect(run.hellos.length).toBe(3));
    expect(tree.read(max)).toBe(found);
  });

  it('somebody who writes a raised policy has it', async () => {
    const { tree, run } = await reflexOn();
    spin();
    await reads(tree, own);
    tree.write(max, 1_234_000);
    await run.until('policy1.raise_ms', value => value === 0);
    await run.until('policy1.max_freq', value => value === 1_234_000);
    expect(tree.read(max)).toBe('1234000');
  });
});
