import { existsSync, lstatSync, renameSync, type Stats, unlinkSync } from 'node:fs';
import type { Server } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dial } from '../client/client.js';
import { ControlError, errnoOf, messageOf } from '../protocol/errors.js';
import { checkSocketPath } from '../socket-path.js';

/** Connections that the kernel keeps waiting while a tick runs; it caps the number at net.core.somaxconn. */
const backlog = 4096;
/** Only owner and group may open the file, and so change anything. */
export const ownersUmask = 0o117;
export const everybodysUmask = 0o111;
const attempts = 3;
const bindToListenMs = 50;

/** Makes `server` listen at `path`. Removes the socket of a dead daemon; throws where one is alive. */
export async function claim(server: Server, path: string, umask = ownersUmask): Promise<void> {
  checkSocketPath(path);
  for (let attempt = 1; ; attempt++) {
    try {
      await listen(server, path, umask);
      return;
    } catch (error) {
      if (errnoOf(error) !== 'EADDRINUSE' || attempt === attempts) throw listenError(path, error);
      await clearStale(path);
    }
  }
}

function listen(server: Server, path: string, umask: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.removeListener('error', reject);
      resolve();
    });
    // The file gets its mode when it is made: before a later chmod, anyone could connect. Binding happens within the call.
    const before = process.umask(umask);
    server.listen({ path, backlog });
    process.umask(before);
  });
}

/** Removes the socket at `path` if nobody listens there. */
async function clearStale(path: string): Promise<void> {
  const found = look(path);
  if (found === undefined) return;
  if (!found.isSocket())
    throw new ControlError('broken', `${path}: exists and is no socket, expected a socket or nothing; remove it`);
  // A daemon that is just starting has bound its socket and listens an instant later.
  const owner = (await listener(path)) ?? (await sleep(bindToListenMs).then(() => listener(path)));
  if (owner !== undefined)
    throw new ControlError('taken', `${path}: another latticed (${owner}) runs; stop it or use another --runtime-dir`);
  // Two daemons may be here at once: the first to rename has it, and the other, which finds another file than it saw, puts that back.
  const aside = `${path}.stale-${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return;
    throw error;
  }
  const moved = look(aside);
  if (moved !== undefined && (moved.ino !== found.ino || moved.mtimeMs !== found.mtimeMs)) renameSync(aside, path);
  else unlinkSync(aside);
}

/** Who listens at `path`, in words; `undefined` when nobody does. */
async function listener(path: string): Promise<string | undefined> {
  try {
    const client = await dial(path);
    try {
      return `pid ${(await client.status()).pid}`;
    } catch (error) {
      return messageOf(error);
    } finally {
      client.close();
    }
  } catch (error) {
    if (error instanceof ControlError && error.kind === 'absent') return undefined;
    throw error;
  }
}

function look(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

function listenError(path: string, error: unknown): Error {
  if (error instanceof ControlError) return error;
  const code = errnoOf(error);
  // libuv reports a missing directory as EACCES.
  if (!existsSync(dirname(path))) return new ControlError('broken', `${path}: its directory does not exist`);
  if (code !== 'EACCES') return new ControlError('broken', `${path}: ${messageOf(error)}`);
  return new ControlError('denied', `${path}: may not be created by this user, expected a writable directory`);
}
