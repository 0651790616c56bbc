import { type ChildProcess, fork } from 'node:child_process';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { constants, setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { messageOf } from '../../control/protocol/errors.js';
import { Allowance } from '../../control/server/allowance.js';
import type { ForChild } from '../../web/for-child.js';
import type { Log } from '../log.js';

const child = fileURLToPath(new URL('../../web/child.js', import.meta.url));
/** As the daemon's own: a small heap and one thread for the compiler and the collector. */
const execArgv = ['--v8-pool-size=1', '--max-semi-space-size=1'];
/** A page needs two or three; a flood of them must not keep the loop. */
const connections = { perSecond: 50, burst: 200 };

export interface Page {
  readonly host: string;
  /** 0: any. */
  readonly port: number;
  readonly socket: string;
  readonly journal: string;
  readonly token: string | undefined;
}

/**
 * Listens for browsers, and hands each connection to a process that serves the page. That is started by the first one and ends when nobody has looked
 * for a while, so a page that nobody looks at costs one open socket.
 */
export class Serving {
  private readonly log: Log;
  private readonly allowance = new Allowance(connections.perSecond, connections.burst);
  private server: Server | undefined;
  private page: Page | undefined;
  private child: ChildProcess | undefined;
  /** Connections that are on their way to it: where it ends before it has them nobody else would end them. */
  private readonly handing = new Set<Socket>();

  constructor(log: Log) {
    this.log = log;
  }

  /** Where the page is served; undefined where it is not. */
  get address(): string | undefined {
    if (this.page === undefined) return undefined;
    const { host, port, token } = this.page;
    return `http://${host.includes(':') ? `[${host}]` : host}:${port}/${token === undefined ? '' : `#${token}`}`;
  }

  /** Never rejects: a daemon without a page still governs. */
  async start(page: Page): Promise<void> {
    // Paused: what a browser has sent is for the other process to read.
    const server = createServer({ pauseOnConnect: true }, socket => this.hand(socket));
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host: page.host, port: page.port }, () => {
          server.removeListener('error', reject);
          server.on('error', () => undefined);
          resolve();
        });
      });
      this.server = server;
      this.page = { ...page, port: (server.address() as AddressInfo).port };
    } catch (error) {
      this.log('warning', `no page is served: ${messageOf(error)}`);
    }
  }

  close(): void {
    this.server?.close();
    this.child?.kill();
    this.page = undefined;
  }

  private hand(socket: Socket): void {
    if (this.page === undefined || !this.allowance.take()) {
      socket.destroy();
      return;
    }
    this.child ??= this.begin(this.page);
    this.pass(socket);
  }

  private begin({ socket, journal, token, port }: Page): ChildProcess {
    const begun = fork(child, [], { execArgv, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    this.child = begun;
    const gone = (): void => {
      if (this.child !== begun) return;
      this.child = undefined;
      for (const socket of this.handing) socket.destroy();
      this.handing.clear();
    };
    begun.once('error', gone);
    begun.once('exit', gone);
    begun.once('disconnect', gone);
    if (begun.pid !== undefined) yieldTo(begun.pid);
    this.tell({ what: 'serve', socket, journal, token, port });
    return begun;
  }

  private tell(what: ForChild): void {
    // One that has just ended is noticed by its end.
    if (this.child?.connected === true) this.child.send(what, () => undefined);
  }

  private pass(socket: Socket): void {
    if (this.child?.connected !== true) {
      socket.destroy();
      return;
    }
    socket.on('error', () => undefined);
    this.handing.add(socket);
    // Ours is another descriptor of the same connection: what was sent goes on, what could not be sent ends.
    this.child.send({ what: 'connection' } satisfies ForChild, socket, { keepOpen: true }, () => {
      this.handing.delete(socket);
      socket.destroy();
    });
  }
}

/** People wait for it, so not the lowest priority; a tick comes first. */
function yieldTo(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Refused, or it has ended: nothing depends on it.
  }
}
