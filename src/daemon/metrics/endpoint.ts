import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Listen } from '../../config/listen.js';
import { messageOf } from '../../control/protocol/errors.js';
import type { Status } from '../../control/protocol/status.js';
import { EnergyTotals } from './energy-totals.js';
import { exposition } from './exposition.js';

/** Names that a request to a loopback address may be for: a page on the web that made its own name point here is none. */
const ownNames = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/;

/** `GET /metrics` for Prometheus and what reads the same. */
export class MetricsEndpoint {
  readonly totals: EnergyTotals;
  private readonly server: Server;
  private readonly listenAt: Listen;

  constructor(listenAt: Listen, status: () => Status) {
    this.listenAt = listenAt;
    this.totals = new EnergyTotals();
    this.server = createServer((request, response) => {
      this.answer(request, response, status).catch((error: unknown) => {
        response.writeHead(503).end(`${messageOf(error)}\n`);
      });
    });
    this.server.requestTimeout = 5000;
    this.server.maxConnections = 64;
  }

  /** Rejects when nobody can listen there. */
  listen(): Promise<void> {
    const { listenAt } = this;
    // What a daemon that was killed left; the control socket has made sure that no other one runs.
    if ('path' in listenAt) rmSync(listenAt.path, { force: true });
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(listenAt, () => {
        this.server.removeListener('error', reject);
        this.server.on('error', () => undefined);
        resolve();
      });
    });
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse, status: () => Status): Promise<void> {
    const { method = '', url = '', headers } = request;
    if (!('path' in this.listenAt) && !ownNames.test(headers.host ?? '')) return refuse(response, 403, 'not this host');
    if (method !== 'GET' && method !== 'HEAD') return refuse(response, 405, 'expected GET');
    if (url.split('?')[0] !== '/metrics') return refuse(response, 404, 'expected /metrics');
    const openMetrics = (headers.accept ?? '').includes('application/openmetrics-text');
    const { type, text } = await exposition(status(), this.totals, openMetrics);
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(method === 'HEAD' ? '' : text);
  }
}

function refuse(response: ServerResponse, code: number, why: string): void {
  response.writeHead(code, { 'content-type': 'text/plain' }).end(`${why}\n`);
}
