import { writeSync } from 'node:fs';
import { messageOf } from '../control/protocol/errors.js';
import type { Log } from './log.js';

/** Messages to systemd. Node knows no datagram sockets, so `lattice-exec` leaves a connected one open before it becomes this process. */
export interface Notify {
  ready(status: string): void;
  /** Tells the watchdog that the loop has completed; as often as wanted, sent no more than needed. */
  alive(nowMs: number): void;
  stopping(): void;
}

const silent: Notify = { ready: () => undefined, alive: () => undefined, stopping: () => undefined };

/** The socket named by LATTICE_NOTIFY_FD, or nothing when systemd did not start us. */
export function notifier(env: NodeJS.ProcessEnv, log: Log): Notify {
  const fd = Number(env.LATTICE_NOTIFY_FD ?? Number.NaN);
  if (!Number.isInteger(fd)) return silent;
  const every = Number(env.WATCHDOG_USEC ?? Number.POSITIVE_INFINITY) / 1000 / 4;
  let sentAt = Number.NEGATIVE_INFINITY;
  let started = false;
  // A socket that is gone or full is systemd's trouble: it must not end the daemon.
  const send = (text: string): void => {
    try {
      writeSync(fd, text);
    } catch (error) {
      log('warning', `systemd was not told ${text.split('\n')[0]}: ${messageOf(error)}`);
    }
  };
  return {
    ready: status => {
      started = true;
      send(`READY=1\nSTATUS=${status}`);
    },
    alive: nowMs => {
      if (!started || nowMs - sentAt < every || !Number.isFinite(every)) return;
      sentAt = nowMs;
      send('WATCHDOG=1');
    },
    stopping: () => send('STOPPING=1'),
  };
}
