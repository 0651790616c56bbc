import { describe, expect, it } from 'vitest';
import { runKernel } from '../../../bench/governors/kernel-run.js';
import { built } from '../../../bench/governors/loads/build.js';
import { dailyLoads } from '../../../bench/governors/loads/daily.js';
import { measure } from '../../../bench/governors/measure.js';
import { Executor } from '../../../bench/governors/oracle/executor.js';
import { openJobs } from '../../../bench/governors/oracle/jobs.js';
import { oracle as defined, millisecondsOracle } from '../../../bench/governors/oracle/oracle.js';
import type { Outcome } from '../../../bench/governors/outcome.js';
import { modelPlatforms } from '../../../bench/governors/platforms.js';
import { felt } from '../../../bench/governors/promise/felt.js';
import { qosLoss } from '../../../bench/governors/qos.js';
import { closedNames, type Work } from '../../../bench/governors/workload.js';
import { Hwp } from '../../../src/machine/simulated/firmware/hwp.js';
import { climbing } from '../../../src/machine/simulated/firmware/manners.js';
import { cpuLoads } from '../../../src/machine/simulated/loads/loads.js';
import { steady } from '../../../src/machine/simulated/loads/steady.js';
import { platforms } from '../../../src/machine/simulated/physics/model-json.js';
import type { PlatformNumbers } from '../../../src/machine/simulated/physics/platform.js';
import type { Load } from '../../../src/machine/simulated/work/job.js';

const { laptop } = platforms;

/** The oracle of loads that have one. */
function oracle(...of: Parameters<typeof defined>): Outcome {
  const best = defined(...of);
  if (best === undefined) throw new Error('no oracle');
  return best;
}

function workOf(load: Load, length: number, platform: PlatformNumbers = laptop): Work {
  const open = { load, seed: 1, length };
  const { responses } = runKernel(platform, 'performance', open);
  return load.qos === 'makespan' ? { ...open, jobs: responses.length } : open;
}

describe('the executor plays the engine’s physics', () => {
  it.each(['interactive', 'reqserver', 'ai_cpu'] as const)('%s at the highest clock', name => {
    const work = workOf(cpuLoads[name], 60_000);
    const executor = new Executor(laptop, work.length);
    const { scored, unscored } = openJobs(work);
    for (const job of [...scored, ...unscored].sort((a, b) => a.arrival - b.arrival)) {
      executor.idleUntil(job.arrival);
      for (const { work, memory } of job.pieces) executor.run(laptop.f.length - 1, work, memory);
    }
    executor.idleUntil(work.length);
    expect(executor.energy / runKernel(laptop, 'performance', work).energy).toBeCloseTo(1, 3);
  });
});

describe('the oracle', () => {
  it.each((['laptop', 'server', 'gpu'] as const).flatMap(name => [0, 0.5, 0.9].map(m => [name, m] as const)))(
    'equals the closed form for constant work on the %s, m = %s: time is linear in the mixture of two points',
    (name, m) => {
      const platform = platforms[name];
      const load = steady('constant', m);
      const work = workOf(load, 30_000, platform);
      const performance = runKernel(platform, 'performance', work);
      const best = oracle(platform, work, performance, 0.05);
      const perPoint = platform.f.map((_, i) => runKernel(platform, 'performance', work, i));
      const loss = (i: number): number => (perPoint[i]?.finished ?? 0) / performance.finished - 1;
      const within = perPoint.findIndex((_, i) => loss(i) <= 0.05);
      const [slow = performance, fast = performance] = [perPoint[within - 1], perPoint[within]];
      const share = within === 0 ? 0 : (0.05 - loss(within)) / (loss(within - 1) - loss(within));
      const mixed = share * slow.energy + (1 - share) * fast.energy;
      const least = Math.min(mixed, ...perPoint.slice(within).map(o => o.energy));
      expect(best.energy / least).toBeCloseTo(1, 2);
      expect(qosLoss(load, best, performance)).toBeLessThanOrEqual(0.05);
    },
  );

  it('meets every deadline that can be met, with less than any static cap that does', () => {
    const work = workOf(cpuLoads.video30, 60_000);
    const performance = runKernel(laptop, 'performance', work);
    const best = oracle(laptop, work, performance, 0.05);
    expect(best.late).toBe(performance.late);
    for (let i = 0; i < laptop.f.length; i++) {
      const capped = runKernel(laptop, 'performance', work, i);
      if (capped.late <= best.late) expect(best.energy).toBeLessThan(capped.energy);
    }
  });

  it('serves overlapping windows (three periodic tasks) in time', () => {
    const work = workOf(cpuLoads.rtapp, 20_000);
    const best = oracle(laptop, work, runKernel(laptop, 'performance', work), 0.05);
    expect(best.deadlines).toBeGreaterThan(1500);
    expect(best.late).toBe(0);
  });
});

describe('the oracle in milliseconds', () => {
  const daily = (name: string): Load => {
    const found = [...dailyLoads, ...Object.values(cpuLoads)].find(l => l.name === name);
    if (found === undefined) throw new Error(`no load ${name}`);
    return found;
  };

  it.each([
    'reqserver',
    'interactive',
    'ui_bursts',
    'lull_burst',
    'level_requests',
    'closed70',
    'frames_and_work',
    'typing',
    'call',
  ])('brings every answer of %s within D, for less than firmware that does not know what comes', name => {
    const load = daily(name);
    const open = { load, seed: 1, length: 30_000 };
    const closed = closedNames(open);
    const first = runKernel(laptop, 'performance', open);
    const work = closed.length === 0 ? open : { ...open, jobs: first.responses.length };
    const performance = runKernel(laptop, 'performance', work);
    const best = millisecondsOracle(laptop, work, performance, 4);
    if (best === undefined) throw new Error('no oracle');
    const { later, missed } = felt({ load, closed, length: open.length }, best, performance);
    expect(later?.worst ?? 0).toBeLessThan(4.05);
    expect(missed ?? 0).toBeLessThan(0.002);
    const firmware = runKernel(laptop, () => new Hwp(128, climbing(9, 0.8 / 4.6)), work);
    expect(best.energy).toBeLessThan(firmware.energy);
  });

  it('lets work that nobody waits for run where it costs least', () => {
    const frames = { every: 1000 / 60, work: 3, memory: 0.2 };
    const request = { name: 'request', every: 5000, phase: 100, work: 50, memory: 0.2 };
    const of = (scored: boolean) => {
      const load = built({ name: 'made', qos: 'latency', tasks: [{ name: 'frames', ...frames, scored }, request] });
      const work = workOf(load, 20_000);
      return oracle(laptop, work, runKernel(laptop, 'performance', work), 0.05).energy;
    };
    expect(of(false)).toBeLessThan(0.7 * of(true));
  });

  it('has no say where tasks wait for each other, or loops and deadlines share the core', () => {
    const work = { load: daily('video30_compile'), seed: 1, length: 10_000, jobs: 5 };
    expect(millisecondsOracle(laptop, work, runKernel(laptop, 'performance', work), 4)).toBeUndefined();
  });
});

it('the oracle is held to the upper bound over seeds, as everybody is', () => {
  const [platform] = modelPlatforms;
  if (platform === undefined) throw new Error('no platform');
  const of = { platform, load: cpuLoads.interactive, seeds: [101, 102, 103], scale: 0.2, only: ['oracle'] };
  const [row] = measure(of);
  expect(row?.loss.upper).toBeLessThanOrEqual(0.05);
  expect(row?.energy.mean).toBeLessThan(-0.05);
});
