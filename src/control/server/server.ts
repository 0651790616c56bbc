import { createServer, type Server } from 'node:net';
import { whoMay } from '../client/connect-error.js';
import { longestRequest } from '../protocol/lines.js';
import { Allowance } from './allowance.js';
import { Audience } from './audience.js';
import { Backlog } from './backlog.js';
import { claim, everybodysUmask, ownersUmask } from './claim.js';
import { Session, type SessionLimits, type SharedBySessions } from './session.js';
import { Snapshot } from './snapshot.js';
import type { ControlSource } from './source.js';

const defaultLimits: SessionLimits = {
  requestBytes: longestRequest,
  backlogBytes: 4 * 1024 * 1024,
  backlogOfAllBytes: 64 * 1024 * 1024,
  stallMs: 30_000,
  changesPerSecond: 20,
};
/** For all clients together: a thousand at once are served, and a flood does not delay ticks. */
const changes = { perSecond: 100, burst: 1000 };
const readings = { perSecond: 500, burst: 5000 };
/** Clients beyond this are turned away, so that a leaking script can't take the daemon's descriptors. */
const mostClients = 2048;

/** One socket file and the sessions of its clients. */
class ServedSocket {
  private readonly path: string;
  private readonly umask: number;
  private readonly server: Server;
  readonly sessions = new Set<Session>();

  constructor(path: string, umask: number, shared: SharedBySessions) {
    this.path = path;
    this.umask = umask;
    this.server = createServer(socket => {
      const session = new Session(socket, shared);
      this.sessions.add(session);
      socket.once('close', () => this.sessions.delete(session));
    });
    this.server.maxConnections = mostClients;
  }

  async open(): Promise<void> {
    await claim(this.server, this.path, this.umask);
    // A failed accept (no descriptor left) costs that client, not the daemon.
    this.server.on('error', () => {});
  }

  async close(): Promise<void> {
    for (const session of this.sessions) session.end();
    if (this.server.listening) await new Promise<void>(resolve => this.server.close(() => resolve()));
  }
}

/** The daemon's control socket, and where `readPath` is given its twin that lets everybody read (docs/control.md). */
export class ControlServer {
  private readonly sockets: readonly ServedSocket[];
  private readonly snapshot: Snapshot;

  constructor(path: string, source: ControlSource, { limits = defaultLimits, readPath }: ServerOptions = {}) {
    const snapshot = new Snapshot(source);
    this.snapshot = snapshot;
    const audience = new Audience(source, snapshot);
    const backlog = (): Backlog => new Backlog(limits.backlogOfAllBytes);
    const shared = {
      snapshot,
      audience,
      limits,
      backlog: backlog(),
      changes: new Allowance(changes.perSecond, changes.burst),
    };
    const reading = {
      ...shared,
      // What readers leave waiting is no reason to drop those who may change things.
      backlog: backlog(),
      requests: new Allowance(readings.perSecond, readings.burst),
      get mayChange() {
        return whoMay(path);
      },
    };
    this.sockets = [
      new ServedSocket(path, ownersUmask, { ...shared, mayChange: true }),
      ...(readPath === undefined ? [] : [new ServedSocket(readPath, everybodysUmask, reading)]),
    ];
  }

  /** Rejects with a ControlError: `taken` when another daemon listens, `denied` and `broken` in words. */
  async listen(): Promise<void> {
    for (const served of this.sockets) await served.open();
  }

  /** Something changed between ticks: the next status must show it. */
  changed(): void {
    this.snapshot.outdate();
  }

  /** Clients connected now. */
  get clients(): number {
    return this.sockets.reduce((sum, served) => sum + served.sessions.size, 0);
  }

  /** Ends every connection and removes the sockets. Safe to call twice, and when listen failed. */
  async close(): Promise<void> {
    for (const served of this.sockets) await served.close();
  }
}

interface ServerOptions {
  readonly limits?: SessionLimits | undefined;
  readonly readPath?: string | undefined;
}
