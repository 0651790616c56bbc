import { readdirSync, readFileSync } from 'node:fs';

/** CPU milliseconds used by all threads of a process, from /proc/PID/task/T/schedstat (exact, unlike the 10 ms of /proc/PID/stat). */
function cpuMs(pid: number): number {
  return readdirSync(`/proc/${pid}/task`)
    .map(task => Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6)
    .reduce((a, b) => a + b, 0);
}

/** The sum over several processes. */
export const cpuMsOf = (pids: readonly number[]): number => pids.map(cpuMs).reduce((a, b) => a + b, 0);

/** How often a thread of theirs went to sleep, which it did as often as it woke. */
export const wakeUpsOf = (pids: readonly number[]): number =>
  pids
    .flatMap(pid => readdirSync(`/proc/${pid}/task`).map(task => `/proc/${pid}/task/${task}/status`))
    .map(path => Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(path, 'utf8'))?.[1]))
    .reduce((a, b) => a + b, 0);

/** Resident set in MiB. */
export function rssMiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

export function children(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`).flatMap(task =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}
