/**
 * Oracle of deadline loads (model.json): lowest energy per job by earliest-deadline demand, meeting all deadlines that f_max can meet.
 *
 * 1. Jobs are split into blocks at moments at which no job's window is open; blocks do not affect each other.
 * 2. Within a block, the interval whose jobs need the highest speed is the critical one (Yao, Demers and Shenker 1995): they run at that speed, it is
 *    cut out, and so on. Work with memory share m at speed x takes w·(m + (1−m)/x), so an interval of L needs x = Σw(1−m) / (L − Σwm).
 * 3. A speed between two operating points is both, one after the other; below the point of least energy nothing is gained.
 */

import type { PlatformNumbers } from '../../../src/machine/simulated/physics/platform.js';
import { dilation } from '../../../src/machine/simulated/work/job.js';
import { JobLog } from '../job-log.js';
import type { Work } from '../workload.js';
import { cheapest, Executor, speed } from './executor.js';
import { type KnownJob, openJobs } from './jobs.js';

interface Window {
  readonly job: KnownJob;
  readonly work: number;
  readonly memory: number;
  from: number;
  to: number;
  speed: number;
}

export function deadlineOracle(platform: PlatformNumbers, work: Work) {
  const log = new JobLog();
  const executor = new Executor(platform, work.length);
  for (const block of blocksOf(openJobs(work).map(windowOf))) {
    assignSpeeds(block);
    serve(executor, platform, block, log, work.length);
  }
  executor.idleUntil(work.length);
  return { ...log.served(), energy: executor.energy, length: executor.now };
}

function windowOf(job: KnownJob): Window {
  const [piece = { work: 0, memory: 0 }] = job.pieces;
  return { job, ...piece, from: job.arrival, to: job.deadline ?? job.arrival, speed: 1 };
}

function blocksOf(windows: readonly Window[]): Window[][] {
  const blocks: Window[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const w of windows) {
    // The next period may begin a rounding error before the last one ends.
    if (w.from >= end - 1e-6) blocks.push([]);
    blocks.at(-1)?.push(w);
    end = Math.max(end, w.to);
  }
  return blocks;
}

function assignSpeeds(block: readonly Window[]): void {
  let open = block.map(w => w);
  while (open.length > 0) {
    const critical = criticalInterval(open);
    for (const w of critical.windows) w.speed = critical.speed;
    open = open.filter(w => !critical.windows.includes(w));
    const gone = critical.to - critical.from;
    for (const w of open) {
      w.from = shrunk(w.from, critical.from, critical.to, gone);
      w.to = shrunk(w.to, critical.from, critical.to, gone);
    }
  }
}

const shrunk = (t: number, from: number, to: number, gone: number): number =>
  t <= from ? t : t >= to ? t - gone : from;

function criticalInterval(open: readonly Window[]) {
  let best = { speed: -1, from: 0, to: 0, windows: [] as readonly Window[] };
  for (const { from } of open) {
    for (const { to } of open) {
      const windows = open.filter(w => w.from >= from && w.to <= to);
      if (windows.length === 0) continue;
      const waiting = windows.reduce((sum, w) => sum + w.work * w.memory, 0);
      const computing = windows.reduce((sum, w) => sum + w.work * (1 - w.memory), 0);
      const room = to - from - waiting;
      const needed = room > 0 ? computing / room : Number.POSITIVE_INFINITY;
      if (needed > best.speed) best = { speed: needed, from, to, windows };
    }
  }
  return best;
}

/** Earliest deadline first at each job's speed. */
function serve(
  executor: Executor,
  platform: PlatformNumbers,
  block: readonly Window[],
  log: JobLog,
  end: number,
): void {
  const left = new Map(block.map(w => [w, w.work]));
  while (left.size > 0 && executor.now < end) {
    const waiting = [...left.keys()];
    const ready = waiting.filter(w => w.job.arrival <= executor.now + 1e-9);
    const next = ready.reduce<Window | undefined>((a, b) => (a === undefined || due(b) < due(a) ? b : a), undefined);
    const arrival = Math.min(...waiting.filter(w => w.job.arrival > executor.now + 1e-9).map(w => w.job.arrival));
    if (next === undefined) {
      executor.idleUntil(arrival);
      continue;
    }
    const work = left.get(next) ?? 0;
    const done = runFor(executor, platform, next, work, arrival - executor.now);
    if (work - done > 1e-9) {
      left.set(next, work - done);
      continue;
    }
    left.delete(next);
    if (executor.now < end) log.done(next.job, executor.now, next.job.scored);
  }
}

const due = (w: Window): number => w.job.deadline ?? Number.POSITIVE_INFINITY;

/** The speed that a job needs when a late job before it has kept it waiting. */
function speedNeeded({ to, memory, job }: Window, work: number, now: number): number {
  const room = (job.deadline ?? to) - now - work * memory;
  return room > 0 ? (work * (1 - memory)) / room : 1;
}

/** Runs a job at its speed for `room` ms at most, the lower of two operating points first; returns the work done. */
function runFor(executor: Executor, platform: PlatformNumbers, w: Window, work: number, room: number): number {
  const top = platform.f.length - 1;
  const floor = cheapest(platform, w, 0, executor.thermal.junction);
  const needed = Math.max(w.speed, speedNeeded(w, work, executor.now));
  let high = floor;
  while (high < top && speed(platform, high) < needed) high++;
  const low = Math.max(floor, high - 1);
  const wanted = dilation(w.memory, Math.max(needed, speed(platform, floor)));
  const fast = dilation(w.memory, speed(platform, high));
  const slow = dilation(w.memory, speed(platform, low));
  const share = slow > fast ? Math.min(1, Math.max(0, (wanted - fast) / (slow - fast))) : 0;
  // When an arrival cuts it off, the mixture keeps its proportions: the rest is mixed again.
  const done = Math.min(1, room / (work * (share * slow + (1 - share) * fast))) * work;
  executor.run(low, done * share, w.memory);
  executor.run(high, done * (1 - share), w.memory);
  return done;
}
