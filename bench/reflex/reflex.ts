import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { loadavg, release } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { cpuMsOf } from '../daemon/process.js';
import type { Figure } from '../figures.js';
import { busySince, Calm } from './calm.js';
import { HelperOnTree, loadedCpu, own } from './helper-on-tree.js';

const bursts = fileURLToPath(new URL('bursts.js', import.meta.url));
const ageMs = 8;
const burstCount = 400;
const periodMs = 50;
/** For 50 raises a second a burst has 20 ms: an age, a tick of 4 ms, a rest of 3. */
const fastAgeMs = 4;
const fastPeriodMs = 20;
const fastCount = 1500;
const quietSeconds = 60;
const otherLoads = 4;
/** Bursts that others delay end after so many times as long as they should take, with what was measured. */
const longestBursts = 3;
const calm = new Calm(loadedCpu);

/**
 * The reflex on this kernel, with its files in a fake tree: how long after a CPU begins to be busy its policy's limit is raised, what that costs the
 * helper, and what a quiet machine pays for having it on. One CPU has to be left alone for it; how far it was is said before each, and a bar is judged only where it was.
 */
export async function benchReflex(): Promise<Figure[]> {
  const run = new HelperOnTree();
  try {
    if (!(await run.begin())) throw new Error('this kernel tells no ages: needs root, BTF and a helper built with BPF');
    console.log(`${release()}, CONFIG_HZ ${hz()}, load average ${loadavg()[0]?.toFixed(1)} before`);
    const idle = await reactions(run, 'idle');
    const loads = Array.from({ length: otherLoads }, () =>
      spawn('taskset', ['-c', '0', 'sh', '-c', 'while :; do :; done'], { stdio: 'ignore' }),
    );
    const beside = await reactions(run, `beside ${otherLoads} busy loops on the helper's CPU`);
    for (const load of loads) load.kill('SIGKILL');
    const figures = [...idle, ...beside, ...(await cost(run)), ...(await quiet(run))];
    console.log(`load average ${loadavg()[0]?.toFixed(1)} after`);
    return figures;
  } finally {
    await run.end();
  }
}

function hz(): string {
  const files = ['/proc/config.gz', `/boot/config-${release()}`].filter(existsSync);
  const texts = files.map(file => (file.endsWith('.gz') ? gunzipSync(readFileSync(file)) : readFileSync(file)));
  return /^CONFIG_HZ=(\d+)$/m.exec(texts.join('\n'))?.[1] ?? 'unknown';
}

/** The ms that each burst took to be seen raised. */
function burst(run: HelperOnTree, count: number, period: number): Promise<number[]> {
  const child: ChildProcess = spawn(
    'taskset',
    ['-c', String(loadedCpu), process.execPath, bursts, run.file, String(own), String(count), String(period)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), longestBursts * count * period);
  return new Promise(resolve => {
    child.once('close', (_, signal) => {
      clearTimeout(limit);
      const seen = text.split('\n').slice(0, -1).map(Number);
      if (signal !== null) console.log(`others delayed the bursts too much: ${seen.length} of ${count} were measured`);
      resolve(seen);
    });
  });
}

const rank = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

const single = (name: string, unit: string, value: number, bar?: number): Figure => ({
  name,
  unit,
  median: value,
  low: value,
  high: value,
  bar,
});

async function reactions(run: HelperOnTree, where: string): Promise<Figure[]> {
  await calm.before(`raises, ${where}`);
  await run.reflex(ageMs);
  const sorted = (await burst(run, burstCount, periodMs)).sort((a, b) => a - b);
  await run.reflex(0);
  const [low, p50, p99, high] = [0, 0.5, 0.99, 1].map(share => rank(sorted, share)) as [number, number, number, number];
  const name = `busy → raised at ${ageMs} ms, ${where}`;
  return [
    { name: `${name}: p50 of ${sorted.length}`, unit: 'ms', median: p50, low, high },
    { name: `${name}: p99`, unit: 'ms', median: p99, low, high },
  ];
}

/** The helper's time while it raises and lowers as often as it may, less the same bursts with the reflex off. */
async function cost(run: HelperOnTree): Promise<Figure[]> {
  const measured = async (age: number): Promise<{ share: number; rate: number; still: boolean }> => {
    const still = await calm.before(`cost, ${age > 0 ? 'reflex on' : 'reflex off'}`);
    await run.reflex(age);
    const [ms, raises, at] = [cpuMsOf([run.pid]), await run.raises(), performance.now()];
    await burst(run, fastCount, fastPeriodMs);
    const elapsed = performance.now() - at;
    return {
      still,
      share: (100 * (cpuMsOf([run.pid]) - ms)) / elapsed,
      rate: (1000 * ((await run.raises()) - raises)) / elapsed,
    };
  };
  const on = await measured(fastAgeMs);
  const off = await measured(0);
  return [
    single('raises a second', '1/s', on.rate),
    single('the helper at that rate', '% of a core', on.share),
    single('the helper with the same load, reflex off', '% of a core', off.share),
    single('for the reflex', '% of a core', on.share - off.share, on.still && off.still ? 0.5 : undefined),
  ];
}

/** How often the process slept and woke. */
const wakes = (pid: number): number =>
  Number(/^voluntary_ctxt_switches:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

async function quiet(run: HelperOnTree): Promise<Figure[]> {
  const measured = async (age: number): Promise<{ wakes: number; writes: number; busy: number; still: boolean }> => {
    const still = await calm.before(`quiet, ${age > 0 ? 'reflex on' : 'reflex off'}`);
    await run.reflex(age);
    await sleep(15_000);
    const [before, written, busy] = [wakes(run.pid), statSync(run.file).mtimeMs, busySince(loadedCpu)];
    await sleep(quietSeconds * 1000);
    return {
      still,
      wakes: wakes(run.pid) - before,
      writes: Number(statSync(run.file).mtimeMs !== written),
      busy: 100 * busy(),
    };
  };
  const off = await measured(0);
  const on = await measured(12);
  const bar = on.still && off.still ? 0 : undefined;
  return [
    single(`wake-ups in ${quietSeconds} s, reflex off`, '', off.wakes),
    single(`wake-ups in ${quietSeconds} s, reflex on`, '', on.wakes),
    single('added by the reflex', '', on.wakes - off.wakes, bar),
    single('was a limit written?', '', on.writes, bar),
    single('the CPU was busy meanwhile, reflex off', '%', off.busy),
    single('the CPU was busy meanwhile, reflex on', '%', on.busy),
  ];
}
