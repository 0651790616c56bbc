import { readdirSync, readFileSync } from 'node:fs';

/** CPU milliseconds used by all threads of a process, from /proc/PID/task/T/schedstat (exact, unlike the 10 ms of /proc/PID/stat). */
function cpuMs(pid: number): number {
  return readdirSync(`/proc/${pid}/task`)
    .map(task => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6)
    .reduce((a, b) => a + b, 0);
}

/** The sum over several processes. */
export const cpuMsOf = (pids: readonly number[]): number => pids.map(cpuMs).reduce((a, b) => a + b, 0);

/** Resident set in MiB. */
export function rssMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

export function children(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap(task =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}
