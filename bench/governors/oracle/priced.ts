/**
 * Oracle of latency and makespan loads (model.json): each piece runs where energy + price·time is least. Bisection finds the price at which the loss
 * of quality equals the budget.
 *
 * 1. A piece's time costs the price, the same for all. Work that nobody waits for is not priced: it runs in the gaps (background.ts).
 * 2. Operating points are few, so the loss jumps as the price moves. What the last jump leaves over is spent by giving the lower of the two prices to
 *    the first k jobs, k by bisection.
 */
import type { PlatformNumbers } from '../../../src/machine/simulated/physics/platform.js';
import { JobLog, type Logged } from '../job-log.js';
import { streamsOf, type Work } from '../workload.js';
import { Background } from './background.js';
import { cheapest, Executor } from './executor.js';
import { type KnownJob, openJobs } from './jobs.js';

export interface OracleRun extends Logged {
  readonly energy: number;
  readonly length: number;
}

/** W; far above what any platform here draws. */
const highestPrice = 1e5;
const rounds = 24;

interface Prices {
  readonly low: number;
  readonly high: number;
  /** Jobs from this one on get the higher price. */
  readonly from: number;
}

/** `loss` judges a run; the budget is a share. */
export function pricedOracle(
  platform: PlatformNumbers,
  work: Work,
  loss: (run: OracleRun) => number,
  budget: number,
): OracleRun {
  const open = work.jobs === undefined ? openJobs(work) : undefined;
  const play = (prices: Prices): OracleRun =>
    open === undefined ? playClosed(platform, work, prices) : playOpen(platform, work.length, open, prices);
  return cheapestWithin(play, loss, budget, work.jobs ?? open?.scored.length ?? 0);
}

function cheapestWithin(
  play: (p: Prices) => OracleRun,
  loss: (r: OracleRun) => number,
  budget: number,
  jobs: number,
): OracleRun {
  let low = 0;
  let high = highestPrice;
  const flat = (price: number): OracleRun => play({ low: price, high: price, from: 0 });
  let best = flat(0);
  if (loss(best) <= budget) return best;
  best = flat(high);
  for (let i = 0; i < rounds; i++) {
    const middle = (low + high) / 2 > 1 ? Math.sqrt(Math.max(low, 1e-3) * high) : (low + high) / 2;
    const run = flat(middle);
    if (loss(run) <= budget) {
      high = middle;
      if (run.energy < best.energy) best = run;
    } else {
      low = middle;
    }
  }
  let kept = 0;
  let broken = jobs;
  while (broken - kept > 1) {
    const from = (kept + broken) >> 1;
    const run = play({ low, high, from });
    if (loss(run) <= budget) {
      kept = from;
      if (run.energy < best.energy) best = run;
    } else {
      broken = from;
    }
  }
  return best;
}

/** Of closed streams, one after the other. */
function playClosed(platform: PlatformNumbers, work: Work, prices: Prices): OracleRun {
  const log = new JobLog();
  const executor = new Executor(platform);
  for (const stream of streamsOf(work)) {
    for (
      let job = stream.next(0), n = 0;
      job.arrival < Number.POSITIVE_INFINITY;
      job = stream.next(executor.now), n++
    ) {
      executor.idleUntil(job.arrival);
      serve(executor, platform, job, n < prices.from ? prices.low : prices.high);
      log.done(stream, job, executor.now);
    }
  }
  return { ...log.served(), energy: executor.energy, length: executor.now };
}

function playOpen(
  platform: PlatformNumbers,
  length: number,
  { scored, unscored }: ReturnType<typeof openJobs>,
  prices: Prices,
): OracleRun {
  const log = new JobLog();
  const executor = new Executor(platform, length);
  const busy = scored.reduce((sum, { pieces }) => sum + pieces.reduce((s, p) => s + p.work, 0), 0);
  const background = new Background(platform, unscored, busy, length);
  for (const [n, job] of scored.entries()) {
    background.fill(executor, job.arrival);
    serve(executor, platform, job, n < prices.from ? prices.low : prices.high);
    if (executor.now < length) log.done(job, job, executor.now);
  }
  background.fill(executor, length);
  return { ...log.served(), energy: executor.energy, length: executor.now };
}

function serve(
  executor: Executor,
  platform: PlatformNumbers,
  { pieces }: Pick<KnownJob, 'pieces'>,
  price: number,
): void {
  for (const piece of pieces)
    executor.run(cheapest(platform, piece, price, executor.thermal.junction), piece.work, piece.memory);
}
