import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectSocket, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ControlServer } from '../../src/control/server/server.js';
import type { SessionLimits } from '../../src/control/server/session.js';
import { MadeSource } from './made.js';

/** A directory that goes away with its test. */
export function temporary(): string {
  const directory = mkdtempSync(join(tmpdir(), 'lattice-test-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A listening server in a runtime directory of its own, closed with its test. */
export async function serving(source = new MadeSource(), limits?: SessionLimits, directory = temporary()) {
  const path = join(directory, 'control.sock');
  const server = new ControlServer(path, source, { limits, readPath: join(directory, 'read.sock') });
  await server.listen();
  onTestFinished(() => server.close());
  return { directory, path, server, source };
}

/** A bare socket to `path`, with all that it has received as text. */
export async function rawClient(
  path: string,
): Promise<{ socket: Socket; received: () => string; closed: Promise<void> }> {
  const socket = connectSocket(path);
  let text = '';
  socket.on('data', chunk => {
    text += chunk;
  });
  socket.on('error', () => {});
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  onTestFinished(() => void socket.destroy());
  return { socket, received: () => text, closed };
}
