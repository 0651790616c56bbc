import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ControlClient } from '../../control/client/client.js';
import { ControlError, errnoOf, messageOf } from '../../control/protocol/errors.js';
import { Allowance } from '../../control/server/allowance.js';
import { Archive, type AskJournal } from '../history/archive.js';
import { isSpan } from '../history/spans.js';
import type { Page } from '../page/page.js';
import { BodyTooLong, objectOf } from './body.js';
import { changeIn } from './change.js';
import { Feed } from './feed.js';
import { refusalOf } from './guard.js';
import { Listeners } from './listeners.js';
import { isToken } from './token.js';

export interface WebOptions {
  readonly page: Page;
  /** A connection to the daemon; what it may change, the page may. */
  readonly connect: () => Promise<ControlClient>;
  readonly journal: AskJournal;
  /** Who shows it may change things; undefined where nobody may. */
  readonly token: string | undefined;
}

/** Connections at once, of which pages that listen take one each. */
const mostConnections = 256;
const patienceMs = 5000;
const longestHead = 8 * 1024;
const longestPath = 256;
/** Changes of all pages together. */
const changes = { perSecond: 5, burst: 10 };

const guarding = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Serves the page: `GET /`, `GET /events`, `GET /history?span=…` and `POST /change`. */
export class WebServer {
  private readonly options: WebOptions;
  private readonly server: Server;
  private readonly listeners: Listeners;
  private readonly feed: Feed;
  private readonly archive: Archive;
  private readonly allowance = new Allowance(changes.perSecond, changes.burst);
  private readonly sockets = new Set<Socket>();
  private port = 0;
  private left: () => void = () => undefined;

  constructor(options: WebOptions) {
    this.options = options;
    this.archive = new Archive(options.journal);
    this.listeners = new Listeners(some => (some ? this.feed.follow() : this.feed.rest()));
    this.feed = new Feed({
      connect: options.connect,
      before: () => this.archive.before(),
      tell: event => this.listeners.tell(event),
    });
    this.server = createServer({ maxHeaderSize: longestHead, keepAliveTimeout: patienceMs }, (request, response) => {
      this.answer(request, response).catch((error: unknown) => fail(response, 503, messageOf(error)));
    });
    this.server.requestTimeout = patienceMs;
    this.server.headersTimeout = patienceMs;
    this.server.maxRequestsPerSocket = 1000;
    this.server.on('connection', (socket: Socket) => this.took(socket));
  }

  /** Listens on a loopback port, any where it is 0; resolves with the one. */
  listen(port: number, host = '127.0.0.1'): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ port, host }, () => {
        this.server.removeListener('error', reject);
        // A failed accept (no descriptor left) costs that client, not us.
        this.server.on('error', () => undefined);
        this.port = (this.server.address() as AddressInfo).port;
        resolve(this.port);
      });
    });
  }

  /** Serves a connection that somebody else has accepted on `port`. */
  take(socket: Socket, port: number): void {
    this.port = port;
    this.server.emit('connection', socket);
  }

  /** Resolves once nobody has been connected for so many ms. Told by the last that leaves: nothing ticks while somebody is there. */
  unused(ms: number): Promise<void> {
    return new Promise(resolve => {
      let timer: NodeJS.Timeout | undefined;
      this.left = () => {
        clearTimeout(timer);
        timer = setTimeout(() => this.sockets.size === 0 && resolve(), ms).unref();
      };
      this.left();
    });
  }

  close(): void {
    this.server.close();
    this.listeners.close();
    this.feed.rest();
    for (const socket of this.sockets) socket.destroy();
  }

  private took(socket: Socket): void {
    if (this.sockets.size >= mostConnections) {
      socket.destroy();
      return;
    }
    this.sockets.add(socket);
    socket.once('close', () => {
      if (this.sockets.delete(socket) && this.sockets.size === 0) this.left();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    // Of an address that is no path nothing is known, and nothing is told back.
    const address = url.length <= longestPath && url.startsWith('/') ? new URL(url, 'http://page') : undefined;
    const path = address?.pathname ?? '';
    const refusal = refusalOf(
      {
        method,
        path,
        host: headers.host,
        origin: headers.origin,
        site: one(headers['sec-fetch-site']),
        type: headers['content-type'],
      },
      this.port,
    );
    if (refusal !== undefined) return fail(response, refusal.code, refusal.why);
    switch (`${method} ${path}`) {
      case 'GET /': {
        const { html, policy } = this.options.page;
        response.writeHead(200, {
          ...guarding,
          'content-security-policy': policy,
          'content-type': 'text/html; charset=utf-8',
          'content-length': html.length,
        });
        response.end(html);
        return;
      }
      case 'GET /events':
        if (!this.listeners.add(response, guarding, this.feed.first())) fail(response, 503, 'too many pages are open');
        return;
      case 'GET /history': {
        const span = address?.searchParams.get('span') ?? null;
        if (!isSpan(span)) return fail(response, 400, 'span, expected day, week or year');
        return json(response, 200, await this.archive.history(span));
      }
      case 'POST /change':
        return this.change(request, response);
      default:
        return fail(response, 404, 'nothing is here');
    }
  }

  private async change(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { token, connect } = this.options;
    if (!isToken(token, one(request.headers['x-lattice-token'])))
      return fail(response, 403, 'this address may only look: `latticectl dashboard` gives one that may change things');
    if (!this.allowance.take()) return fail(response, 429, 'too many changes: try again in a second');
    try {
      const change = changeIn(await objectOf(request));
      const client = await connect();
      try {
        json(response, 200, JSON.stringify(await client.change(change)));
      } finally {
        client.close();
      }
    } catch (error) {
      // The rest of the body is not waited for.
      if (error instanceof BodyTooLong) response.setHeader('connection', 'close');
      const away = error instanceof ControlError && error.kind !== 'refused';
      fail(response, error instanceof BodyTooLong ? 413 : away || errnoOf(error) ? 503 : 400, messageOf(error));
    }
  }
}

const one = (header: string | string[] | undefined): string | undefined =>
  typeof header === 'string' ? header : header?.[0];

function json(response: ServerResponse, code: number, text: string): void {
  response.writeHead(code, { ...guarding, 'content-type': 'application/json' }).end(text);
}

/** An error in words. Of what was asked nothing is repeated. */
function fail(response: ServerResponse, code: number, why: string): void {
  if (response.headersSent) response.destroy();
  else json(response, code, JSON.stringify({ error: why }));
}
