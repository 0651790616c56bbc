/**
 * Reading /proc so that no process can make the daemon wait. The kernel locks a process's memory to read its command line, and a user who runs that
 * process can keep the lock busy for minutes (a control group with next to no CPU time). So everything is read on libuv's threads, one file at a
 * time, and a command line that does not come within a second is left to the thread that waits for it. Two of the four threads may be lost so: from
 * then on no command line is read until one of them is back.
 */
import { closeSync, constants, openSync, read } from 'node:fs';
import { opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';

/** A program and its first words stand there; a command line may be megabytes long. */
export const longestRead = 4096;
const patienceMs = 1000;
const mostWaiting = 2;
/** Names that are asked for at once: a hundred thousand in one piece would take the loop longer than a tick. */
const namesAtOnce = 128;
/** Processes that are looked at before the others wait a little. */
export const mostAtOnce = 256;
const restMs = 100;
/** A pipe in a fake tree must not be waited for. */
const flags = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOCTTY | constants.O_NOFOLLOW;

/** Buffers that no read has any more: one that waits keeps its own. */
const spare: Buffer[] = [];
let waiting = 0;

/** Reads the beginning of a file; empty where there is none any more. */
export type Read = (path: string) => Promise<string>;

export const beginningOf: Read = async path => {
  let file: number;
  try {
    // To open one of these costs the kernel nothing but a look at whose process it is.
    file = openSync(path, flags);
  } catch {
    return '';
  }
  const buffer = spare.pop() ?? Buffer.allocUnsafe(longestRead);
  try {
    return await new Promise((resolve, reject) => {
      read(file, buffer, 0, longestRead, 0, (error, bytes) =>
        error === null ? resolve(buffer.toString('utf8', 0, bytes)) : reject(error),
      );
    });
  } catch {
    return '';
  } finally {
    closeSync(file);
    spare.push(buffer);
  }
};

/** The beginning of a process's command line; undefined where it does not come in time. */
export async function commandLineOf(folder: string, reading: Read = beginningOf): Promise<string | undefined> {
  if (waiting >= mostWaiting) return undefined;
  const path = join(folder, 'cmdline');
  const coming = reading(path);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(() => resolve(undefined), patienceMs).unref();
  });
  const text = await Promise.race([coming, late]);
  clearTimeout(timer);
  if (text !== undefined) return text;
  waiting++;
  void coming.finally(() => waiting--);
  return undefined;
}

/** Folders of the processes that are listed in `proc`, while others come and go. */
export async function* processesIn(proc: string): AsyncGenerator<string> {
  for await (const { name } of await opendir(proc, { bufferSize: namesAtOnce })) if (/^\d+$/.test(name)) yield name;
}

/** Called for each process that was looked at; where it gives a promise, that is waited for. */
export type Pace = () => Promise<void> | undefined;

/** Lets everything else have its turn: some milliseconds of work, then a rest. */
export function unhurried(): Pace {
  let done = 0;
  return () => (++done % mostAtOnce === 0 ? rest(restMs, undefined, { ref: false }) : undefined);
}
