/** Streams of intervals in units of 1024 ns, in the groups that the table has. */
import { cpuLoads } from '../../src/machine/simulated/loads/loads.js';
import type { JobStream } from '../../src/machine/simulated/work/job.js';
import { Random } from '../../src/machine/simulated/work/random.js';
import { dailyLoads } from '../governors/loads/daily.js';
import { unitNs } from './forecasts.js';
import { synthetic } from './synthetic.js';

const loadSeeds = [301, 302, 303, 304];
const syntheticSeeds = Array.from({ length: 20 }, (_, i) => i + 1);
const length = 400;
const fewest = 32;
/** What the kernel counts as the longest. */
const most = 2 ** 24 - 1;
/** A standard deviation, as a share of the mean: below it the governor calls a task periodic (src/governor/tasks/task-views.ts). */
const jitter = 0.15;

export interface Group {
  readonly name: string;
  /** Of tasks, real or simulated: the verdict is about these. */
  readonly tasks: boolean;
  readonly streams: readonly (readonly number[])[];
}

/** `vectors`: the text of test/native/phi_vectors.txt. */
export function groups(vectors: string): Group[] {
  const all = loadSeeds
    .flatMap(seed => [...Object.values(cpuLoads), ...dailyLoads].flatMap(load => load.streams(seed, 0).map(recorded)))
    .filter(({ periods }) => periods.length >= fewest);
  const periodic = all.filter(({ periods }) => isPeriodic(periods));
  const others = all.filter(({ periods }) => !isPeriodic(periods));
  const tasks = (name: string, streams: Group['streams']): Group => ({ name, tasks: true, streams });
  return [
    tasks('committed streams of the BPF test', committed(vectors)),
    tasks('loads, periodic tasks: period', streams(periodic, 'periods')),
    tasks('loads, periodic tasks: work', streams(periodic, 'work')),
    tasks('loads, other tasks: period', streams(others, 'periods')),
    tasks('loads, other tasks: work', streams(others, 'work')),
    ...Object.entries(synthetic).map(([name, make]) => ({
      name,
      tasks: false,
      streams: syntheticSeeds.map(seed => make(new Random(seed, name), length).map(inUnits)),
    })),
  ];
}

interface Recorded {
  readonly periods: readonly number[];
  readonly work: readonly number[];
}

const streams = (tasks: readonly Recorded[], of: keyof Recorded): Group['streams'] => tasks.map(task => task[of]);

/** A simulated task, alone at the highest clock: from arrival to arrival, and the work of each job. */
function recorded(stream: JobStream): Recorded {
  const periods: number[] = [];
  const work: number[] = [];
  let job = stream.next(0);
  for (let i = 0; i < length && Number.isFinite(job.arrival); i++) {
    const worked = job.pieces.reduce((sum, piece) => sum + piece.work, 0);
    const rested = job.pieces.reduce((sum, { rest = 0 }) => sum + rest, 0);
    const next = stream.next(stream.kind === 'open' ? job.arrival : job.arrival + worked + rested);
    work.push(inUnits((worked * 1e6) / unitNs));
    periods.push(inUnits(((next.arrival - job.arrival) * 1e6) / unitNs));
    job = next;
  }
  return { periods, work };
}

function committed(vectors: string): number[][] {
  return vectors
    .trimEnd()
    .split('\n')
    .filter((_, i) => i % 3 === 2)
    .map(line => line.split(' ').map(ns => inUnits(Number(ns) / unitNs)))
    .filter(x => x.length >= fewest);
}

const inUnits = (x: number): number => Math.min(most, Math.max(0, Math.floor(x)));

function isPeriodic(x: readonly number[]): boolean {
  const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
  const variance = x.reduce((sum, v) => sum + (v - mean) ** 2, 0) / x.length;
  return Math.sqrt(variance) < jitter * mean;
}
