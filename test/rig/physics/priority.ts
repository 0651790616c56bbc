import { spawnSync } from 'node:child_process';
import { setPriority } from 'node:os';

/** Above QEMU's: two busy emulated CPUs would otherwise keep physics from its turns. */
const NICENESS = -10;
/** Of real-time priorities: a guest's CPU that should wake must not wait for the end of another task's turn, which takes milliseconds. */
const CPUS = 1;
const PHYSICS = 2;
/** QEMU's own loop, which is its main thread: the guest's timers fire there, also while both CPUs work. */
const TIMERS = 3;

const realTime = (priority: number, pid: number, ...options: string[]): boolean =>
  spawnSync('chrt', [...options, '--rr', '--pid', String(priority), String(pid)]).status === 0;

/**
 * Puts the emulated machine, all of whose threads must have begun, and this process before the host's other work; gives what
 * puts this process back. Niceness is no substitute: it counts within a session only, where the kernel groups tasks by session.
 * Where real-time scheduling is not allowed it has to do.
 */
export function takePrecedence(machine: number): () => void {
  setPriority(NICENESS);
  const allowed =
    realTime(CPUS, machine, '--all-tasks') &&
    realTime(TIMERS, machine) &&
    realTime(PHYSICS, process.pid, '--all-tasks', '--reset-on-fork');
  if (!allowed) return () => {};
  return () => void spawnSync('chrt', ['--all-tasks', '--other', '--pid', '0', String(process.pid)]);
}
