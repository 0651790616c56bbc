import { constants, setPriority } from 'node:os';

/**
 * Lets a child of the daemon run where nothing else wants the CPU: Node's start alone takes longer than a tick, and on a machine with few CPUs the
 * governor would have to wait for it. Where that is refused the child runs on as it is.
 */
export function sendToBackground(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // Refused, or it has ended: nothing depends on it.
  }
}
