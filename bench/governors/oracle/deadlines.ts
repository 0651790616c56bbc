/**
 * Oracle of jobs that each have to be done by a time (model.json): lowest energy by earliest-deadline demand, meeting all deadlines that f_max can meet.
 *
 * 1. Each job's speed by its window (windows.ts); earliest deadline first at that speed, faster where a late job before it has kept it waiting.
 * 2. A speed between two operating points is both, one after the other; below the point of least energy nothing is gained.
 * 3. A job of several pieces counts as one with their mean share of memory, and sleeps within it as none: both only lower the energy.
 * 4. Work that nobody waits for runs in the gaps (background.ts).
 */

import type { PlatformNumbers } from '../../../src/machine/simulated/physics/platform.js';
import { dilation } from '../../../src/machine/simulated/work/job.js';
import { JobLog } from '../job-log.js';
import { streamsOf, type Work } from '../workload.js';
import { Background } from './background.js';
import { cheapest, Executor, speed } from './executor.js';
import { type KnownJob, openJobs } from './jobs.js';
import { assignSpeeds, type Window } from './windows.js';

/** When the nth job of its stream has to be done, ms. */
export type DueTime = (job: KnownJob, n: number) => number;

const own: DueTime = job => job.deadline ?? job.arrival;

/** Of open streams. */
export function deadlineOracle(platform: PlatformNumbers, work: Work, dueOf: DueTime = own) {
  const log = new JobLog();
  const executor = new Executor(platform, work.length);
  const { scored, unscored } = openJobs(work);
  const counts = new Map<string, number>();
  const windows = scored.map(job => {
    const n = counts.get(job.name) ?? 0;
    counts.set(job.name, n + 1);
    return windowOf(job, dueOf(job, n));
  });
  // Speeds are found in windows that are cut; jobs are served by the whole ones.
  const due = new Map(windows.map(w => [w, w.to]));
  assignSpeeds(windows);
  const background = new Background(platform, unscored, busy(scored), work.length);
  const ready: Served[] = [];
  for (let next = 0; executor.now < work.length; ) {
    for (let w = windows[next]; w !== undefined && w.job.arrival <= executor.now + 1e-9; w = windows[++next])
      ready.push(w);
    const arrival = windows[next]?.job.arrival ?? Number.POSITIVE_INFINITY;
    const first = earliest(ready, due);
    if (first === undefined) {
      background.fill(executor, Math.min(work.length, arrival));
      continue;
    }
    if (!runFor(executor, platform, first, due.get(first) ?? 0, arrival - executor.now)) continue;
    ready.splice(ready.indexOf(first), 1);
    if (executor.now < work.length) log.done(first.job, first.job, executor.now);
  }
  return { ...log.served(), energy: executor.energy, length: executor.now };
}

/** Of one closed stream: each job may take `later` (of its number) ms longer than it takes at the highest clock. */
export function closedDeadlineOracle(platform: PlatformNumbers, work: Work, later: (n: number) => number) {
  const log = new JobLog();
  const executor = new Executor(platform);
  const background = new Background(platform, [], 0, work.length);
  for (const stream of streamsOf(work)) {
    if (stream.kind !== 'closed') continue;
    for (
      let job = stream.next(0), n = 0;
      job.arrival < Number.POSITIVE_INFINITY;
      job = stream.next(executor.now), n++
    ) {
      background.fill(executor, job.arrival);
      const known = { ...job, name: stream.name, scored: stream.scored };
      const to = job.arrival + job.pieces.reduce((sum, p) => sum + p.work + (p.rest ?? 0), 0) + later(n);
      const window = windowOf(known, to);
      assignSpeeds([window]);
      runFor(executor, platform, window, to, Number.POSITIVE_INFINITY);
      log.done(stream, job, executor.now);
    }
  }
  return { ...log.served(), energy: executor.energy, length: executor.now };
}

const busy = (jobs: readonly KnownJob[]): number =>
  jobs.reduce((sum, { pieces }) => sum + pieces.reduce((s, p) => s + p.work, 0), 0);

/** What is left of a window's work. */
interface Served extends Window {
  left: number;
}

function windowOf(job: KnownJob, to: number): Served {
  const work = job.pieces.reduce((sum, p) => sum + p.work, 0);
  const waiting = job.pieces.reduce((sum, p) => sum + p.work * p.memory, 0);
  return { job, work, memory: work > 0 ? waiting / work : 0, from: job.arrival, to, speed: 1, left: work };
}

function earliest<W extends Window>(ready: readonly W[], due: ReadonlyMap<Window, number>): W | undefined {
  let best: W | undefined;
  for (const w of ready) if (best === undefined || (due.get(w) ?? 0) < (due.get(best) ?? 0)) best = w;
  return best;
}

/** The speed that `work` of a job needs when a late job before it has kept it waiting. */
function speedNeeded(memory: number, work: number, due: number, now: number): number {
  const room = due - now - work * memory;
  return room > 0 ? (work * (1 - memory)) / room : 1;
}

/** Runs a job at its speed for `room` ms at most, the lower of two operating points first; returns whether it is done. */
function runFor(executor: Executor, platform: PlatformNumbers, w: Served, due: number, room: number): boolean {
  const top = platform.f.length - 1;
  const floor = cheapest(platform, w, 0, executor.thermal.junction);
  const needed = Math.max(w.speed, speedNeeded(w.memory, w.left, due, executor.now));
  let high = floor;
  while (high < top && speed(platform, high) < needed) high++;
  const low = Math.max(floor, high - 1);
  const wanted = dilation(w.memory, Math.max(needed, speed(platform, floor)));
  const fast = dilation(w.memory, speed(platform, high));
  const slow = dilation(w.memory, speed(platform, low));
  const share = slow > fast ? Math.min(1, Math.max(0, (wanted - fast) / (slow - fast))) : 0;
  // When an arrival cuts it off, the mixture keeps its proportions: the rest is mixed again.
  const time = w.left * (share * slow + (1 - share) * fast);
  const done = (time > room ? room / time : 1) * w.left;
  executor.run(low, done * share, w.memory);
  executor.run(high, done * (1 - share), w.memory);
  w.left -= done;
  return w.left <= 1e-9;
}
