import { readFileSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';

/** Above QEMU's: two busy emulated CPUs would otherwise keep physics from its turns. */
const PRIORITY = -10;
/** Niceness counts among the processes of one session only where the kernel groups them by session, so the group gets one too. */
const AUTOGROUP = '/proc/self/autogroup';
const AUTOGROUP_NICE = -19;

/** Puts this process and the emulated machine before the host's other work; gives what puts the session back. */
export function takePrecedence(): () => void {
  setPriority(PRIORITY);
  const before = autogroupNice();
  if (before === undefined) return () => {};
  writeFileSync(AUTOGROUP, String(AUTOGROUP_NICE));
  return () => writeFileSync(AUTOGROUP, before);
}

/** Undefined where the kernel has no such groups, or does not use them. */
function autogroupNice(): string | undefined {
  try {
    return /nice (-?\d+)/.exec(readFileSync(AUTOGROUP, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}
