import { readFileSync } from 'node:fs';
import { uptime } from 'node:os';

/** What requests are timed by. */
export interface BootClock {
  /** The kernel's folder of processes. */
  readonly proc: string;
  /** Tells one boot from another. */
  readonly bootId: string;
  /** Seconds since boot, sleep counted: no clock that is set moves it. */
  seconds(): number;
  /** UTC ms. */
  wall(): number;
}

export const systemClock = (): BootClock => ({
  proc: '/proc',
  bootId: readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
  seconds: uptime,
  wall: Date.now,
});
