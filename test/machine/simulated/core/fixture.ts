import type { GovernorName } from '../../../../src/machine/simulated/firmware/kernel-governor.js';
import { Engine, type JobObserver } from '../../../../src/machine/simulated/physics/engine.js';
import { platforms } from '../../../../src/machine/simulated/physics/model-json.js';
import type { PlatformNumbers } from '../../../../src/machine/simulated/physics/platform.js';
import type { Job, JobStream, Piece } from '../../../../src/machine/simulated/work/job.js';

export const laptop: PlatformNumbers = platforms.laptop;
export const server: PlatformNumbers = platforms.server;

/** Jobs as listed: [arrival, work, memory share]. */
export function listed(name: string, jobs: readonly (readonly [number, number, number])[]): JobStream {
  let next = 0;
  return {
    name,
    kind: 'open',
    scored: true,
    next() {
      const [arrival, work, memory] = jobs[next++] ?? [Number.POSITIVE_INFINITY, 0, 0];
      return { arrival, pieces: [{ work, memory }] };
    },
  };
}

/** One piece of work that never ends. */
export const endless = (memory: number): JobStream => listed('endless', [[0, 1e12, memory]]);

/** The first `count` jobs of a stream, each done the moment it arrives. */
export function jobsOf(stream: JobStream, count: number): Job[] {
  const jobs: Job[] = [];
  for (let after = 0; jobs.length < count; ) {
    const job = stream.next(after);
    jobs.push(job);
    after = job.arrival;
  }
  return jobs;
}

export const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

export const deviation = (values: readonly number[]): number => {
  const m = mean(values);
  return Math.sqrt(mean(values.map(v => (v - m) ** 2)));
};

export const firstPiece = (job: Job): Piece => job.pieces[0] ?? { work: Number.NaN, memory: Number.NaN };

/** An engine whose clock is pinned to one operating point. */
export function pinned(
  platform: PlatformNumbers,
  index: number,
  streams: readonly JobStream[],
  observer?: JobObserver,
): Engine {
  const engine = new Engine({ platform, governor: 'performance', streams, observer });
  engine.pstate.limit(index, index);
  return engine;
}

export const engineWith = (governor: GovernorName, streams: readonly JobStream[], platform = laptop): Engine =>
  new Engine({ platform, governor, streams });
