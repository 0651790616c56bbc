import { createServer, type Server } from 'node:net';
import { Audience } from './audience.js';
import { claim } from './claim.js';
import { longestRequest } from './lines.js';
import { Session, type SessionLimits } from './session.js';
import { Snapshot } from './snapshot.js';
import type { ControlSource } from './source.js';

const defaultLimits: SessionLimits = { requestBytes: longestRequest, backlogBytes: 4 * 1024 * 1024, stallMs: 30_000 };
/** Clients beyond this are turned away, so that a leaking script can't take the daemon's descriptors. */
const mostClients = 2048;

/** The daemon's control socket (docs/control.md). */
export class ControlServer {
  private readonly path: string;
  private readonly server: Server;
  private readonly sessions = new Set<Session>();

  constructor(path: string, source: ControlSource, limits: SessionLimits = defaultLimits) {
    this.path = path;
    const snapshot = new Snapshot(source);
    const audience = new Audience(source, snapshot);
    this.server = createServer(socket => {
      const session = new Session(socket, { snapshot, audience, limits });
      this.sessions.add(session);
      socket.once('close', () => this.sessions.delete(session));
    });
    this.server.maxConnections = mostClients;
  }

  /** Rejects with a ControlError: `taken` when another daemon listens, `denied` and `broken` in words. */
  async listen(): Promise<void> {
    await claim(this.server, this.path);
    // A failed accept (no descriptor left) costs that client, not the daemon.
    this.server.on('error', () => {});
  }

  /** Clients connected now. */
  get clients(): number {
    return this.sessions.size;
  }

  /** Ends every connection and removes the socket. Safe to call twice, and when listen failed. */
  async close(): Promise<void> {
    for (const session of this.sessions) session.end();
    if (this.server.listening) await new Promise<void>(resolve => this.server.close(() => resolve()));
  }
}
