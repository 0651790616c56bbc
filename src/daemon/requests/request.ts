/** One thing that a person asked for, and when it ends. */

import type { Lasting } from '../../control/protocol/operations/change.js';
import { Passing, programName, type Requester } from '../../control/protocol/requester.js';
import type { BootClock } from '../../machine/linux/procfs/boot-clock.js';
import { type ProcessId, processOf, runs } from '../../machine/linux/procfs/process.js';

export interface Request {
  readonly id: number;
  readonly who: Requester;
  /** UTC ms. */
  readonly since: number;
  readonly end: End;
}

/** A process outlives the daemon, a connection does not: of one that is connected the process is remembered for the daemon's successor. */
export interface End {
  /** Second since boot. */
  readonly at?: number | undefined;
  readonly process?: ProcessId | undefined;
  /** Command line of that process. */
  readonly command?: string | null | undefined;
  /** Whose connection it is bound to. */
  readonly client?: object | undefined;
}

/** When a request ends that is to last so; throws for a process that does not run. */
export function endOf(lasting: Lasting, { pid, command }: Requester, client: object, clock: BootClock): End {
  if ('for' in lasting) return { at: clock.seconds() + lasting.for };
  if ('connected' in lasting)
    return {
      client,
      command,
      process: pid === null || client instanceof Passing ? undefined : processOf(pid, clock.proc),
    };
  const process = processOf(lasting.while, clock.proc);
  if (process === undefined) throw new Error(`while ${lasting.while}, expected the pid of a process that runs`);
  return { process, command: lasting.command ?? null };
}

/** Why it is over by now, in words. */
export function overBecause({ at, process, client }: End, seconds: number, proc: string): string | undefined {
  if (at !== undefined) return seconds >= at ? 'its time is up' : undefined;
  if (client !== undefined || process === undefined) return undefined;
  return runs(process, proc) ? undefined : `its process (pid ${process.pid}) has ended`;
}

/** Whether somebody has to look now and then if its process still runs. */
export const needsLooks = ({ end }: Request): boolean => end.process !== undefined && end.client === undefined;

export function lastsWords({ at, process, command = null, client }: End, clock: BootClock): string {
  if (at !== undefined) return `until ${localTime(clock.wall() + (at - clock.seconds()) * 1000, clock.wall())}`;
  const program = programName(command) ?? 'its process';
  const whom = process === undefined ? 'its client' : `${program} (pid ${process.pid})`;
  return `while ${whom} ${client === undefined ? 'runs' : 'is connected'}`;
}

const two = (n: number): string => String(n).padStart(2, '0');

/** Time of day where the machine is, with the date when that is not today. */
function localTime(ms: number, now: number): string {
  const t = new Date(Math.round(ms / 1000) * 1000);
  const time = `${two(t.getHours())}:${two(t.getMinutes())}:${two(t.getSeconds())}`;
  if (t.toDateString() === new Date(now).toDateString()) return time;
  return `${t.getFullYear()}-${two(t.getMonth() + 1)}-${two(t.getDate())} ${time}`;
}
