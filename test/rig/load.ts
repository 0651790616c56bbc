import type { Guest } from './guest.js';
import { PROGRAMS } from './paths.js';

export interface Load {
  mode: 'idle' | 'busy' | 'poisson' | 'frames';
  seconds: number;
  cpu?: number;
  /** Which of the loads that share the CPU, and the cgroup below the root that it runs in. */
  load?: number;
  cgroup?: string;
  /** Its niceness: one that is always busy leaves the CPU to the daemon, which is emulated too and slow. */
  nice?: number;
  /** Jobs per second. */
  rate?: number;
  /** Mean work of a job, ms at the highest frequency. */
  work?: number;
  /** Share of the work that waits for memory. */
  memory?: number;
  seed?: number;
}

/** What the load player found out about itself. */
export interface LoadResult {
  /** When it began and ended by the guest's monotonic clock, ns. */
  from: number;
  until: number;
  jobs: number;
  missed: number;
  /** Share of the time that its work took, and that its process had a CPU, bookkeeping included. */
  busyShare: number;
  cpuShare: number;
  /** Work of the jobs it finished, as a share of the time: what busyShare would be at the highest frequency. */
  workShare: number;
  responseMeanMs: number;
  responseMaxMs: number;
}

export interface Playing {
  /** Ends it now. */
  stop(): Promise<LoadResult>;
  /** Waits for its own end. */
  result(): Promise<LoadResult>;
}

const CGROUPS = '/sys/fs/cgroup';

/** Starts load on one CPU of the guest; physics sees a CPU's busy time right where one player has it, or one of them is always busy. */
export async function playing(guest: Guest, load: Load): Promise<Playing> {
  const { mode, cpu = 0, rate = 60, work = 6, memory = 0.1, seed = 1, seconds, cgroup, nice } = load;
  const options = { cpu, load: load.load ?? 0, seconds, rate, work, mem: memory, seed };
  const words = Object.entries(options).map(([name, value]) => `--${name} ${value}`);
  // Without exec the signal would reach the shell too, which ends before the player has printed.
  const enter =
    cgroup === undefined ? '' : `mkdir -p ${CGROUPS}/${cgroup}; echo $$ > ${CGROUPS}/${cgroup}/cgroup.procs; `;
  // A guest whose root lies in memory has few programs.
  const gently = nice === undefined ? '' : `nice -n ${nice} `;
  const job = guest.spawn(`${enter}exec ${gently}${PROGRAMS}/player ${words.join(' ')} ${mode}`);
  await job.printed(/^playing$/m);
  const result = async (): Promise<LoadResult> => {
    if ((await job.exit) !== 0) throw new Error(`the load player failed: ${job.stderr}`);
    return parse(job.stdout.trim().split('\n').at(-1) ?? '');
  };
  return {
    result,
    stop: () => {
      job.kill();
      return result();
    },
  };
}

export const play = async (guest: Guest, load: Load): Promise<LoadResult> => (await playing(guest, load)).result();

function parse(line: string): LoadResult {
  const raw = JSON.parse(line) as Record<string, number>;
  const of = (name: string): number => raw[name] ?? Number.NaN;
  return {
    from: of('start_ns'),
    until: of('start_ns') + of('elapsed_ns'),
    jobs: of('jobs'),
    missed: of('missed'),
    busyShare: of('busy_ns') / of('elapsed_ns'),
    cpuShare: of('cpu_ns') / of('elapsed_ns'),
    workShare: (of('work_ms') * 1e6) / of('elapsed_ns'),
    responseMeanMs: of('response_mean_ms'),
    responseMaxMs: of('response_max_ms'),
  };
}
