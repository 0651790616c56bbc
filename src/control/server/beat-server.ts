import { createServer, type Server } from 'node:net';
import type { Heartbeat } from '../../governor/budget/heartbeats.js';
import { BeatSession } from './beat-session.js';
import { claim } from './claim.js';
import { type HeldHint, Hints } from './hints.js';
import { peerOf } from './peer.js';

const mostClients = 256;

/** The socket on which applications say how much they have done (docs/control.md). */
export class BeatServer {
  private readonly path: string;
  private readonly server: Server;
  private readonly hints = new Hints();
  private readonly clock: () => number;
  private readonly sessions = new Set<BeatSession>();

  /** `clock` gives seconds that never go back. */
  constructor(path: string, take: (beat: Heartbeat, at: number) => void, clock: () => number) {
    this.path = path;
    this.clock = clock;
    this.server = createServer(socket => {
      const session = new BeatSession(socket, peerOf(socket)?.[1] ?? null, { take, hints: this.hints, clock });
      this.sessions.add(session);
      socket.once('close', () => {
        this.sessions.delete(session);
        this.hints.left(session);
      });
    });
    this.server.maxConnections = mostClients;
  }

  /** Rejects with a ControlError. */
  async listen(): Promise<void> {
    await claim(this.server, this.path);
    // A failed accept (no descriptor left) costs that client, not the daemon.
    this.server.on('error', () => {});
  }

  /** What applications need now, by their own words. */
  hinted(): readonly HeldHint[] {
    return this.hints.held(this.clock());
  }

  /** Hints that were taken and refused since the start. */
  get hintCounts(): Readonly<Record<'taken' | 'refused', number>> {
    return this.hints.counts;
  }

  /** Ends every connection and removes the socket. Safe to call twice, and when listen failed. */
  async close(): Promise<void> {
    for (const session of this.sessions) session.end();
    if (this.server.listening) await new Promise<void>(resolve => this.server.close(() => resolve()));
  }
}
