/**
 * Work that nobody waits for, in an oracle's schedule. It has no promise, so it is not priced: it runs in the gaps between the other jobs, in the
 * order of its arrivals, at the operating point of its least energy, or at the lowest one at which the gaps are long enough for all of it.
 */
import { at, type PlatformNumbers } from '../../../src/machine/simulated/physics/platform.js';
import { dilation, type Piece } from '../../../src/machine/simulated/work/job.js';
import { cheapest, type Executor, speed } from './executor.js';
import type { KnownJob } from './jobs.js';

/** The gaps are not where the work is: so much of them is counted on. */
const usable = 0.9;

export class Background {
  private readonly platform: PlatformNumbers;
  private readonly jobs: readonly KnownJob[];
  private readonly lowest: number;
  private next = 0;
  private piece = 0;
  /** What is left of that piece; undefined if it has not begun. */
  private left: number | undefined;

  /** `jobs` in the order of their arrivals, beside `busy` ms of other work at the highest clock within `length` ms. */
  constructor(platform: PlatformNumbers, jobs: readonly KnownJob[], busy: number, length: number) {
    this.platform = platform;
    this.jobs = jobs;
    this.lowest = lowestFitting(platform, jobs, (length - busy) * usable);
  }

  /** Until `time`: its work, idling where there is none. */
  fill(executor: Executor, time: number): void {
    for (let job = this.jobs[this.next]; executor.now < time; job = this.jobs[this.next]) {
      if (job !== undefined && job.arrival <= executor.now) this.run(executor, job, time - executor.now);
      else executor.idleUntil(Math.min(time, job?.arrival ?? time));
    }
  }

  private run(executor: Executor, job: KnownJob, room: number): void {
    const piece = job.pieces[this.piece];
    if (piece === undefined) {
      this.next++;
      this.piece = 0;
      return;
    }
    const { platform } = this;
    const index = Math.max(this.lowest, cheapest(platform, piece, 0, executor.thermal.junction));
    const slow = dilation(piece.memory, speed(platform, index));
    const left = this.left ?? piece.work;
    const done = Math.min(left, room / slow);
    executor.run(index, done, piece.memory);
    this.left = left - done;
    if (this.left > 1e-9) return;
    this.left = undefined;
    this.piece++;
  }
}

function lowestFitting(platform: PlatformNumbers, jobs: readonly KnownJob[], room: number): number {
  const top = platform.f.length - 1;
  const pieces = jobs.flatMap(job => job.pieces);
  const needed = (index: number): number =>
    pieces.reduce(
      (sum, { work, memory }: Piece) => sum + work * dilation(memory, at(platform.f, index) / at(platform.f, top)),
      0,
    );
  let index = 0;
  while (index < top && needed(index) > room) index++;
  return index;
}
